/** What the numbers of the screens mean: how each is made, of whom, and how to read it. */
import type { StageId } from '../state/route.svelte.ts';

const stages: Record<StageId, string> = {
  sources: 'Files in the vault, and the records that were taken of them.',
  consent: 'People whom the lens admits.',
  features: 'People of the lens of whom features are computed.',
  explore: 'The method of the clustering that is kept, and how many clusters it has.',
  segments: 'Segments, each with its rule.',
  personas: 'Segments that a portrait is made of, unless the gate withholds it.',
  exports: 'Whether a package was written of what the vault holds now.',
  audit: 'Entries of the record: one an act.',
};

export const meanings = {
  frame: {
    part: 'Each person is counted once, under the first reason that applies.',
    otherReasons: 'People left out for the reasons that are not named here; Consent names them all.',
    leftOut:
      'Everyone known whom the lens does not admit. Each person is counted once, under the first reason that applies.',
    scale: 'People, to scale: from nobody to everyone the vault knows.',
    known: 'Everyone the vault knows by at least one identifier.',
    jobs: 'Work that runs now: its share that is done, and the time it will still take.',
    job: 'How much of the work is done, at what pace since the step began, and how long it still takes at that pace.',
    idle: 'Minutes without a key or a pointer after which the vault is locked.',
    locks:
      'Protections of this vault that were tried just now and hold, of all that can be tried. Audit lists them.',
    stages,
  },
  lens: 'People whose consent covers the purpose of the lens on its date. Every figure below is computed from them alone.',
  features: {
    finding:
      'Features that the vault can compute of the people in the lens, and how many of them clustering will use.',
    known: 'People of the lens of whom the feature is known.',
    missing:
      'People of the lens of whom it is not known. For clustering they take the median, and a column of its own says that they did.',
    tenth: 'One person in ten lies below this value, of those of whom it is known.',
    median:
      'Half the people lie below this value, of those of whom it is known. For an attribute: how many levels it has.',
    ninetieth: 'Nine people in ten lie below this value, of those of whom it is known.',
    missingHow: 'How many people of the lens have no value, and what stands in for it.',
    distribution:
      'How many people have a value in each step. Steps with fewer than 11 people are merged with their neighbour; the lowest and highest half per cent lie in the outer steps.',
    after: 'The same people after the scaling that clustering uses: what its distances are measured on.',
    level: 'People of the lens with this level of the attribute, and their share of everyone in the lens.',
    rfm: 'People of the lens by recency, frequency and monetary value of their orders, each cut into as many groups as the map says.',
  },
  explore: {
    finding:
      'The number of clusters that was chosen, the people of the lens, and whether the mean silhouette lets the clusters stand apart (0.5 and more), touch (0.25 and more) or overlap.',
    indices:
      'How well the people fall into k clusters. Inertia: sum of squared distances to the centres, which always falls; look for the bend, found by kneedle (Satopää et al. 2011). Silhouette (Rousseeuw 1987): −1 to 1, higher is better, with a 95 % interval where it is of a sample. Davies–Bouldin (1979): lower is better. Caliński–Harabasz (1974): higher is better. Gap (Tibshirani et al. 2001): how much tighter than without clusters; the first within one standard error of the next. BIC of round clusters of one width (Pelleg and Moore 2000): lowest is best, and it falls on where clusters are not round.',
    why: 'Which k each index prefers, and the rule by which one was suggested: most indices, then the higher silhouette.',
    silhouette:
      'Mean over people of how much nearer they lie to their own cluster than to the next: 1 is apart, 0 on the border, below 0 in the wrong one.',
    opinion:
      'Adjusted Rand index (Hubert and Arabie 1985) between these clusters and those an independent library finds from the same centres on a sample: 1 is the same, 0 is chance.',
    scatter:
      'Everyone of the lens on the first two principal components of the scaled features. Arrows show which way a feature grows, crosses are the centres of the clusters. What is saved shows squares of at least 11 people, never single people.',
    heat: 'Mean of the cluster less the mean of the lens, over the standard deviation of the lens. ±0.5 is a clear difference, ±1 a large one; – where fewer than 11 people have a value. The table adds η², the share of the variance of each feature that lies between the clusters (Fisher 1925): the higher, the more the feature sets them apart.',
    cluster: 'People the lens admits who lie nearer to the centre of this cluster than to any other.',
    share: 'Their share of everyone in the lens.',
    rule: 'A short rule that finds most of the cluster. The rule, not the cluster, is what leaves as a segment.',
    stability:
      'Mean Jaccard index of the cluster with the most similar one in 30 resamples of the people. From .85 highly stable, from .75 stable, from .6 a pattern; below that it should not be trusted (Hennig 2007).',
    fit: 'Jaccard index of the rule with its cluster: people in both over people in either. 1 is the same people.',
    selected:
      'How many of the selected people are in the cluster. Clusters with fewer than 11 of them are counted with a neighbour.',
    selection: 'People of the lens inside the drawn line, or in the selected segment.',
    apart:
      'Mean of these people less the mean of the lens, over the standard deviation of the lens, the farthest first.',
    compared:
      'What share of the selected people, and of everyone in the lens, has the feature in each step; the two areas are of one size. A step is merged with the next until those in it who are selected, and those who are not, are nobody or at least 11.',
    medians: 'Half of the people lie below it; – where fewer than 11 would lie on a side.',
    components:
      'Share of the variance of the scaled features that each principal component shows, and the sum of it and all before it. The scatter shows the first two.',
    model: 'The method, its number of clusters, and how often it was fitted in this vault.',
    features: 'How many features the distances are measured on.',
    seed: 'Where the random numbers of the fit began: the same seed gives the same clusters.',
    smallest: 'A figure of fewer people than this is not shown.',
    k: 'How many clusters to look for: one number, or a range the indices choose from.',
  },
  segments: {
    finding: 'People of the lens for whom the rule is true, and their share of everyone in the lens.',
    people: 'People of the lens for whom the rule of the segment is true, counted now.',
    version: 'How often the definition was changed. Earlier versions stay on the record.',
    fit: 'Jaccard index of the rule with the cluster, or the drawn people, it came from: people in both over people in either. Measured again when the rule is changed.',
    precision: 'Of the people the rule finds, the share who are in what it came from.',
    recall: 'Of the people in what it came from, the share whom the rule finds.',
    known: 'Everyone the vault knows. The rule is never run on those the lens leaves out.',
    condition: 'People of the lens for whom this part of the rule is true by itself.',
    entered: 'People who match now and did not at the last refresh.',
    left: 'People who matched at the last refresh and do not now.',
    overlap:
      'People in two segments at once, the largest pairs first. Pairs of fewer than 11 people are not shown. People in three segments are in three pairs.',
    ofSelection: 'How many of the people selected under Explore match the rule of this segment.',
    rule: 'The rule in words: thresholds and units as they are evaluated.',
  },
  personas: {
    finding:
      'Segments with a portrait, and figures that the gate held back because they could tell of few people.',
    apart:
      'Lift: the mean or share in the segment over that of the lens, on a log axis, with its 95 % interval. “In rule” marks what the rule itself asks for.',
    usual: '10th centile, median and 90th centile of the segment (colour) beside those of the lens (grey).',
    reach: 'People of the segment whose consent covers the channel, rounded, and their share of the segment.',
    fit: 'Jaccard index of the published rule with the cluster it describes: people in both over people in either.',
    card: 'What sets the segment apart, one bar a feature: up is more than in the lens, down is less, each step of equal length twice as much.',
    withheld: 'Figures about this segment that the gate held back.',
    version: 'Version of the definition that the portrait describes.',
    summary: 'Written from the figures beside it; a person may change it.',
    rule: 'The rule of the segment in words, with thresholds on the coarse grid that may be published.',
    plan: 'A proposal from the figures; a person may change every word.',
  },
  sources: {
    mapping:
      'Counted while the file was looked at; after a check, what a load would take of it. Nothing is stored before that.',
    finding: 'Files in the vault, and people known by at least one identifier of them.',
    grid: 'Records that were taken into the vault, and records that were not.',
    records: 'Records in the file, its head not counted.',
    accepted: 'Records that were taken into the vault.',
    quality:
      'Why records were not taken: rejected as unreadable or unknown, or the same as one that was there.',
    importedAt: 'Day of the import, where this machine stands.',
    sha256: 'First characters of the SHA-256 of the file: the same characters, the same bytes.',
    rejected: 'Records that could not be read as the mapping says.',
    duplicates: 'Records that were in the vault already.',
    bytes: 'Size of the file that was read.',
    stored: 'Columns of which values are kept. All others were dropped as they were read.',
  },
  exports: {
    finding: 'Segments that the gate lets out, and items (segments or figures) that it holds back.',
    people: 'People of the segment, rounded as the policy says: the number that is printed in the package.',
    share: 'Their share of everyone in the lens; very small and very large shares are told as a bound only.',
    rule: 'The rule with the round cut points that leave.',
    admitted: 'People whose consent covers the purpose on the date of the lens, as the gate lets it be told.',
    known: 'Everyone the vault knows, as the gate lets it be told.',
    asOf: 'The date of the lens.',
    minSegment: 'A segment of fewer people does not leave.',
    minCell: 'A figure about fewer people does not leave.',
    roundTo: 'Every number of people that leaves is rounded to a multiple of this.',
    shareBounds:
      'A share below or above is told as “less than” or “more than”: near none or near all tells of few.',
    dominance: 'A sum of which two people make up more does not leave: one of them could work out the other.',
    withheld: 'What the gate holds back, and the rule that held it back.',
    near: 'People by whom a segment differs from an earlier release, and its rule and its number before and after it is made coarser: fewer than the least cell would tell of those few.',
    budget:
      'Privacy loss (ε of differential privacy) that noisy numbers have spent, of all that this vault may ever spend.',
    cuts: 'Limits that were rounded before they leave, from and to.',
    hidden:
      'Figures that are printed as hidden: small ones, and more so that the small ones cannot be computed from a total.',
    difference: 'The numbers of people as they were printed, then and now.',
    queue: 'Segments that would leave, and items that the gate held back, when the release was prepared.',
    files: 'Size of the file as it was written.',
    checks: 'What anyone can check of the package without the vault, and how many of the checks hold.',
  },
  consent: {
    finding:
      'People whom the lens admits on its date, of everyone the vault knows by at least one identifier.',
    admitted: 'People whose consent or other basis covers the purpose on the date of the lens.',
    reason:
      'People left out for this reason. Each person is counted once, under the first reason that applies.',
    covered: 'Share of everyone known whom the purpose admits.',
    everyone: 'Everyone known, to scale: people whom the purpose admits, then those left out, by reason.',
    total: 'Everyone known whom the lens does not admit: the sum of the reasons.',
    another: 'People whom each purpose admits on the same date, and the difference from the lens.',
    lasts: 'How long after it was given a yes still counts for this purpose.',
    coverage:
      'Share of everyone known whom the purpose admits at the end of each month, as it is known today. A month of fewer than 11 people interrupts its line.',
    evidence:
      'People whom the lens admits, by the best evidence there is of their yes: asserted by a source, with a date, with the notice they saw, or with a thing that shows it. <11 stands for fewer than 11 people.',
    byRegime: 'People under these rules whom the lens leaves out.',
    said: 'People for whom the newest source, or a person since, said this about the purpose. <11 stands for fewer than 11 people.',
    notice: 'People with something on record under this version of the notice; fewer than 11 are not told.',
    batchEvents: 'Entries of the ledger that the source brought.',
    batchPeople: 'People of whom the source said something; fewer than 11 are not told.',
  },
  audit: {
    finding:
      'Entries of the record. Each holds the hash of the one before it, so that none can be changed alone.',
    promises:
      'Promises that were measured in this vault just now and hold, of all that are made; the others can only be held by tests.',
    entry: 'Place of the entry in the record, from 1.',
    details: 'What the act counted and with what settings, as the entry holds it.',
    log: 'Entries that match what is asked for above, of all there are.',
    read: 'Entries whose hashes were computed again and compared, and how long that took.',
    checkpoint: 'The entry up to which the record was signed last, with the key named here.',
    clock: 'Whether any entry is dated before the one above it: a clock that was set back, or worse.',
    path: 'Hashes that lead from this entry to the signed root (RFC 9162): whoever has them can prove that it is in the record.',
    locks: 'Protections of this vault, each tried just now.',
    line: 'How many entries the record has, and the hash of the last: whoever keeps it notices a record that was rewritten.',
    found: 'What was measured in this vault just now.',
    erased: 'People whose data was removed by this act.',
    removed: 'Rows of profiles, orders and events that were removed.',
    erasures: 'Acts by which everything held on somebody was removed.',
    rules: 'Rules that say how long rows are kept, and the day on which the columns were measured last.',
    person: 'About this one person, for the answer to them; it is on the record that it was asked for.',
    allowed: 'Columns that may be used for the purpose.',
    used: 'Columns that a clustering or a segment for the purpose does use.',
    together: 'Share of pairs of people whose combination of these attributes differs (alpha-separation).',
    nowhere: 'People of whom no purpose admits anything.',
    days: 'How long rows are kept.',
    due: 'What a purge would remove now. <11 stands for fewer than 11.',
  },
  keys: {
    cipher: 'How the database is encrypted, and the key derivation that makes guessing the passphrase slow.',
    epoch:
      'How often the key of the pseudonyms was changed, from 1, and the pseudonyms that are stored under each.',
  },
};
