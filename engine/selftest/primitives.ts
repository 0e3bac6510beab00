/** Regression, keyed hashes and the tree of the record: statsmodels, scikit-learn, RFC 4231, RFC 6962. */
import { fitLogistic, linear, sigmoid } from '../analysis/predict/logistic.ts';
import { areaUnderRoc, brierScore, logLoss } from '../analysis/predict/measures.ts';
import { EMPTY_ROOT, leafHash, nodeHash } from '../audit/merkle.ts';
import { createHmacs, DIGEST_BYTES } from '../privacy/kernels/hmac.ts';
import { SPECTOR } from './data/spector.ts';
import { telcoCustomers } from './data/telco.ts';
import { standardised } from './matrix.ts';
import { type Figure, figures } from './published.ts';

/** Telephone customers who left: an unpenalised logit on four standardised columns. */
const telcoFigures = (): Figure[] => {
  const people = telcoCustomers();
  // Standardised by the deviation of everyone, as scikit-learn does.
  const widen = Math.sqrt(people.length / (people.length - 1));
  const values = Float64Array.from(
    standardised(people.map((row) => row.slice(0, 4))).flat(),
    (value) => value * widen,
  );
  const outcome = Uint8Array.from(people, (row) => row[4]);
  const rows = Uint32Array.from(people.keys());
  const fit = fitLogistic(values, 4, rows, outcome, 0);
  const chances = Float64Array.from(rows, (row) => sigmoid(linear(fit, values, row * 4)));
  return figures('scikit-learn 1.2.1, no penalty', 5e-8, [
    ['Telco, months of tenure', -1.64172929, fit.coefficients[0]],
    ['Telco, monthly charges', 0.85496297, fit.coefficients[1]],
    ['Telco, total charges', 0.32582483, fit.coefficients[2]],
    ['Telco, senior citizen', 0.23342512, fit.coefficients[3]],
    ['Telco, constant', -1.49672638, fit.intercept],
    ['Telco, log loss', 0.44908488, logLoss(chances, outcome)],
    ['Telco, area under the ROC curve', 0.81302549, areaUnderRoc(chances, outcome)],
    ['Telco, Brier score', 0.14645364, brierScore(chances, outcome)],
  ]);
};

export const regressionFigures = (): Figure[] => {
  // Stata kept the grade point average in single precision, which the digits it printed show.
  const values = Float64Array.from(SPECTOR.flatMap(([gpa, tuce, psi]) => [Math.fround(gpa), tuce, psi]));
  const outcome = Uint8Array.from(SPECTOR, (row) => row[3]);
  const rows = Uint32Array.from(SPECTOR.keys());
  const fit = fitLogistic(values, 3, rows, outcome, 0);
  const [b0, ...errors] = fit.standardErrors.map((error) => error ?? Number.NaN);
  const spector = figures('statsmodels, results_discrete.py, from Stata', 1e-9, [
    ['spector, GPA', 2.82611297201, fit.coefficients[0]],
    ['spector, TUCE', 0.0951576702557, fit.coefficients[1]],
    ['spector, PSI', 2.37868772835, fit.coefficients[2]],
    ['spector, constant', -13.0213483201, fit.intercept],
    ['spector, standard error of GPA', 1.26294114526, errors[0]],
    ['spector, standard error of TUCE', 0.141554207662, errors[1]],
    ['spector, standard error of PSI', 1.06456430165, errors[2]],
    ['spector, standard error of the constant', 4.93132462871, b0],
    ['spector, log-likelihood', -12.8896334653, fit.logLikelihood],
    ['spector, log-likelihood of the constant alone', -20.5917296966, fit.nullLogLikelihood],
  ]);
  return [...spector, ...telcoFigures()];
};

const VECTORS = [
  [1, '0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    2,
    Buffer.from('Jefe').toString('hex'),
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    6,
    'aa'.repeat(131),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
] as const;

export const hashFigures = (): Figure[] => {
  const exact = (what: string, source: string, theirs: string, ours: string): Figure => ({
    what,
    source,
    theirs,
    ours,
    within: 0,
  });
  const make = createHmacs();
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  // The tree over the first two of the entries that the Certificate Transparency tests share: nothing, and one zero byte.
  const pair = nodeHash(leafHash(''), leafHash('\0')).toString('hex');
  return [
    ...VECTORS.map(([number, key, message, tag]) => {
      const out = new Uint8Array(DIGEST_BYTES);
      const queue = make(Buffer.from(key, 'hex'));
      queue.add(Buffer.from(message), out, 0);
      queue.flush();
      return exact(
        `HMAC-SHA-256, case ${number}`,
        'RFC 4231, section 4',
        tag,
        Buffer.from(out).toString('hex'),
      );
    }),
    exact('root of the empty record', 'RFC 6962, section 2.1', empty, EMPTY_ROOT.toString('hex')),
    exact(
      'root of two entries',
      'Certificate Transparency, merkle_tree_test',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      pair,
    ),
  ];
};
