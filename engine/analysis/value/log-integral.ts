/**
 * ln of the integral of exp(f) for a concave f, which may be as steep as hundreds of purchases make it: Gauss-Legendre
 * panels from the peak outwards, each as wide as f falls by a few, until nothing is left to add.
 */

// Sixteen points, of which half stand here: the others are their mirror images.
const POINTS = [
  0.09501250983763744, 0.2816035507792589, 0.45801677765722737, 0.6178762444026438, 0.755404408355003,
  0.8656312023878318, 0.9445750230732326, 0.9894009349916499,
];
const WEIGHTS = [
  0.18945061045506864, 0.18260341504492364, 0.16915651939500265, 0.1495959888165767, 0.12462897125553407,
  0.0951585116824926, 0.062253523938647456, 0.027152459411754176,
];

/** How far f may fall within a panel, and below its peak before the rest is nothing. */
const [FALL, NOTHING] = [8, 45];

/**
 * @param slope derivative of f, which falls from `from` to `to`
 * @param widest a panel that f is smooth over, wherever it lies
 * @param of what the means under exp(f) are asked of
 */
export const logIntegral = (
  f: (v: number) => number,
  slope: (v: number) => number,
  from: number,
  to: number,
  widest: number,
  of: readonly ((v: number) => number)[] = [],
): { log: number; means: number[] } => {
  const means = of.map(() => 0);
  if (!(to > from)) return { log: Number.NEGATIVE_INFINITY, means };
  // The peak: where the slope changes sign, found by halving.
  let [low, high] = [from, to];
  if (slope(from) <= 0) high = from;
  else if (slope(to) >= 0) low = to;
  else
    for (let i = 0; i < 40; i++) {
      const middle = (low + high) / 2;
      if (slope(middle) > 0) low = middle;
      else high = middle;
    }
  const peak = slope(from) <= 0 ? from : low;
  const top = f(peak);
  let sum = 0;
  for (const [end, way] of [
    [to, 1],
    [from, -1],
  ] as const)
    for (let at = peak; way * (end - at) > 0 && f(at) > top - NOTHING; ) {
      const next = at + way * Math.min(widest, FALL / Math.max(1e-300, Math.abs(slope(at))));
      // Towards the peak f is flat: there the panel is as wide as f bends, not as it falls.
      const bent = Math.abs(slope(next)) > 0 ? FALL / Math.abs(slope(next)) : widest;
      const width = Math.max(Math.min(way * (next - at), Math.max(bent, 1e-3 * widest)), 1e-12);
      const stop = way * (end - at) < width ? end : at + way * width;
      const half = Math.abs(stop - at) / 2;
      const middle = (at + stop) / 2;
      for (let i = 0; i < 2 * POINTS.length; i++) {
        const v = middle + (i % 2 === 0 ? half : -half) * POINTS[i >> 1];
        const mass = half * WEIGHTS[i >> 1] * Math.exp(f(v) - top);
        sum += mass;
        for (let t = 0; t < of.length; t++) means[t] += mass * of[t](v);
      }
      at = stop;
    }
  return { log: top + Math.log(sum), means: means.map((one) => one / sum) };
};
