/** What the guarantees need of what is handed in. */

export function checkObservation(x: number, count: number, bank: number): void {
  if (!(x >= 0 && x <= 1)) throw new RangeError(`an observation lies in [0, 1], not at ${x}`);
  if (count >= bank) throw new RangeError(`all ${bank} questions of the bank are answered`);
}

export function checkError(error: number): void {
  if (!(error > 0 && error < 1)) throw new RangeError(`an error lies between 0 and 1, not at ${error}`);
}

export function checkBank(bank: number): void {
  if (!(bank === Infinity || (Number.isSafeInteger(bank) && bank >= 1)))
    throw new RangeError(`a bank has a whole number of questions of at least 1, not ${bank}`);
}
