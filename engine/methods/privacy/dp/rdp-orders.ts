/**
 * The orders at which Rényi curves are computed: 1.1, 1.2, … 10.9, then 11 … 63, 128, 256, 512 and 1024, the grid of
 * Google's and Opacus's accountants (to 63 in the latter).
 */
export const ORDERS: readonly number[] = [
  ...Array.from({ length: 99 }, (_, tenth) => 1 + (tenth + 1) / 10),
  ...Array.from({ length: 53 }, (_, index) => 11 + index),
  128,
  256,
  512,
  1024,
];
