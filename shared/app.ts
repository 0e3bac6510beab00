/** What the product calls itself in what it writes. */
export const APP = { name: 'Cloister', version: '0.1.0' } as const;
