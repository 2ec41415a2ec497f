/**
 * Length of the longest substring that a text shares with a given one, in UTF-16 units: the given one's suffix automaton
 * (Blumer et al., "The smallest automaton recognizing the subwords of a text", Theoretical Computer Science 40, 1985),
 * built once. Cost: linear in the given text to build, in the other to ask.
 */
export function commonSubstring(given: string): (text: string) => number {
  const next: Map<number, number>[] = [new Map()];
  const link = [-1];
  const length = [0];
  let last = 0;
  for (let at = 0; at < given.length; at++) {
    const code = given.charCodeAt(at);
    const state = next.push(new Map()) - 1;
    length.push(length[last]! + 1);
    link.push(0);
    let from = last;
    while (from !== -1 && !next[from]!.has(code)) {
      next[from]!.set(code, state);
      from = link[from]!;
    }
    if (from !== -1) {
      const to = next[from]!.get(code)!;
      link[state] = length[to] === length[from]! + 1 ? to : split(from, to, code);
    }
    last = state;
  }

  function split(from: number, to: number, code: number): number {
    const copy = next.push(new Map(next[to]!)) - 1;
    length.push(length[from]! + 1);
    link.push(link[to]!);
    link[to] = copy;
    for (let state = from; state !== -1 && next[state]!.get(code) === to; state = link[state]!) {
      next[state]!.set(code, copy);
    }
    return copy;
  }

  return (text) => {
    let state = 0;
    let run = 0;
    let longest = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      while (state !== 0 && !next[state]!.has(code)) {
        state = link[state]!;
        run = length[state]!;
      }
      const to = next[state]!.get(code);
      if (to === undefined) continue;
      state = to;
      run++;
      longest = Math.max(longest, run);
    }
    return longest;
  };
}
