/** What the numbers of the screens mean: how each is made, of whom, and how to read it. */

export const meanings = {
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
    rfm: 'People of the lens by recency, frequency and monetary value of their orders, each cut into fifths.',
  },
  explore: {
    finding:
      'The number of clusters that was chosen, the people of the lens, and whether the mean silhouette lets the clusters stand apart (0.5 and more), touch (0.25 and more) or overlap.',
    indices:
      'Four indices of how well the people fall into k clusters. Inertia: sum of squared distances to the centres, which always falls; look for the bend. Silhouette (Rousseeuw 1987): −1 to 1, higher is better. Davies–Bouldin (1979): lower is better. Caliński–Harabasz (1974): higher is better.',
    why: 'Which k each index prefers, and the rule by which one was suggested: most indices, then the higher silhouette.',
    silhouette:
      'Mean over people of how much nearer they lie to their own cluster than to the next: 1 is apart, 0 on the border, below 0 in the wrong one.',
    opinion:
      'Adjusted Rand index (Hubert and Arabie 1985) between these clusters and those an independent library finds from the same centres on a sample: 1 is the same, 0 is chance.',
    scatter:
      'Everyone of the lens on the first two principal components of the scaled features. Arrows show which way a feature grows, crosses are the centres of the clusters. What is saved shows squares of at least 11 people, never single people.',
    heat: 'Mean of the cluster less the mean of the lens, over the standard deviation of the lens. ±0.5 is a clear difference, ±1 a large one; – where fewer than 11 people have a value.',
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
  },
  consent: {
    finding:
      'People whom the lens admits on its date, of everyone the vault knows by at least one identifier.',
    admitted: 'People whose consent or other basis covers the purpose on the date of the lens.',
    reason:
      'People left out for this reason. Each person is counted once, under the first reason that applies.',
    covered: 'Share of everyone known whom the purpose admits.',
  },
};
