/** Populations of which rows can be drawn without end, so that what a training procedure is worth on them is known. */
import type { Rng } from '../../engine/numerics/random.js';
import { memoryTable } from '../../engine/plugins/memory-subject.js';
import type { MemoryData } from '../../engine/plugins/memory-subject.js';
import type { Task } from '../../engine/subject/task.js';

export interface Population {
  readonly name: string;
  readonly task: Task;
  /** Rows of a unit, on average. */
  readonly size: number;
  /** `units` rows, or groups of rows where the population comes in groups. */
  sample(units: number, rng: Rng): MemoryData;
}

interface Row {
  readonly features: readonly number[];
  /** A class's index, or a number. */
  readonly target: number;
  readonly group?: number;
}

const CLASSES = ['a', 'b', 'c'];

function dataOf(rows: readonly Row[], classes: number): MemoryData {
  const columns = rows[0]!.features.map((_, at) => [`x${at}`, { numbers: rows.map(({ features }) => features[at]!) }]);
  const targets = rows.map(({ target }) => target);
  return {
    table: memoryTable(Object.fromEntries(columns) as Parameters<typeof memoryTable>[0]),
    target:
      classes === 0
        ? { kind: 'numbers', values: Float64Array.from(targets) }
        : {
            kind: 'classes',
            classes: CLASSES.slice(0, classes),
            codes: Int32Array.from(targets),
            ...(classes === 2 && { positive: 1 }),
          },
    ...(rows[0]!.group !== undefined && { groups: Int32Array.from(rows, ({ group }) => group!) }),
  };
}

const TASKS: Readonly<Record<number, Task>> = {
  0: 'regression',
  2: 'binary-classification',
  3: 'multiclass-classification',
};

/** Independent rows, one a unit. */
const rowsOf = (name: string, classes: number, draw: (rng: Rng) => Row): Population => ({
  name,
  task: TASKS[classes]!,
  size: 1,
  sample: (units, rng) =>
    dataOf(
      Array.from({ length: units }, () => draw(rng)),
      classes,
    ),
});

/** Several rows a unit, the unit's number their group. */
const groupsOf = (name: string, classes: number, size: number, draw: (rng: Rng) => readonly Row[]): Population => ({
  name,
  task: TASKS[classes]!,
  size,
  sample: (units, rng) =>
    dataOf(Array.from({ length: units }, (_, group) => draw(rng).map((row) => ({ ...row, group }))).flat(), classes),
});

const normals = (count: number, rng: Rng): number[] => Array.from({ length: count }, () => rng.normal());

/** Normal clouds in three dimensions, `distance` apart in the first; class 1 has share `prior`. */
export const twoClouds = (name: string, distance: number, prior = 0.5): Population =>
  rowsOf(name, 2, (rng) => {
    const target = Number(rng.next() < prior);
    const features = normals(3, rng);
    features[0]! += target * distance;
    return { features, target };
  });

/** Three clouds, at the corners of a triangle. */
export const threeClouds = (name: string, distance: number, shares: readonly [number, number]): Population =>
  rowsOf(name, 3, (rng) => {
    const u = rng.next();
    const target = u < shares[0] ? 0 : u < shares[0] + shares[1] ? 1 : 2;
    const features = normals(3, rng);
    features[0]! += target === 1 ? distance : 0;
    features[1]! += target === 2 ? distance : 0;
    return { features, target };
  });

/** Exponential less its mean: skewness 2. */
const skewed = (rng: Rng): number => -Math.log(1 - rng.next()) - 1;

/** Deviation of the errors about a plane. */
export const PLANE_NOISE = 1.4;

/** The sum of two of five features, and errors that are normal or have a long tail. */
export const plane = (name: string, tail = false): Population =>
  rowsOf(name, 0, (rng) => {
    const features = normals(5, rng);
    const error = PLANE_NOISE * (tail ? skewed(rng) : rng.normal());
    return { features, target: features[0]! + features[1]! + error };
  });

/** A step and a bend: what a tree learns badly of few rows. */
export const bent = (name: string): Population =>
  rowsOf(name, 0, (rng) => {
    const features = normals(4, rng);
    const [a, b] = features as [number, number];
    return { features, target: (a > 0 ? 2 : 0) + b * b + rng.normal() };
  });

export interface Sizes {
  readonly mean: number;
  readonly draw: (rng: Rng) => number;
}

const FIVE: Sizes = { mean: 5, draw: () => 5 };

/** From 1 to 20 rows, few of many: E ⌊20u³⌋ + 1. */
export const UNEVEN: Sizes = { mean: 5.53, draw: (rng) => 1 + Math.floor(20 * rng.next() ** 3) };

/** Groups of one class, whose rows lie about a place of their own: what one says the others say again. */
export const groupedClasses = (name: string, distance: number, sizes = FIVE): Population =>
  groupsOf(name, 2, sizes.mean, (rng) => {
    const target = Number(rng.next() < 0.5);
    const place = normals(3, rng);
    place[0]! += target * distance;
    return Array.from({ length: sizes.draw(rng) }, () => ({
      features: place.map((value) => value + 0.3 * rng.normal()),
      target,
    }));
  });

/** Each group has its own class mixture and place; rows differ in class within a group. */
export const mixedGroups = (name: string, distance: number, shift: number): Population =>
  groupsOf(name, 2, 8, (rng) => {
    const lean = 1 / (1 + Math.exp(-1.5 * rng.normal()));
    const own = shift * rng.normal();
    return Array.from({ length: 8 }, () => {
      const target = Number(rng.next() < lean);
      const features = normals(3, rng);
      features[0]! += target * distance + own;
      return { features, target };
    });
  });

/** A plane of which four fifths of the error's variance are the group's own. */
export const groupedPlane = (name: string, sizes = FIVE): Population =>
  groupsOf(name, 0, sizes.mean, (rng) => {
    const own = rng.normal();
    return Array.from({ length: sizes.draw(rng) }, () => {
      const features = normals(4, rng);
      return { features, target: features[0]! + features[1]! + own + 0.5 * rng.normal() };
    });
  });

/** A series: features and errors remember (autoregressive, `memory`). With `classes` the target says its sign. */
export const series = (name: string, memory: number, classes: 0 | 2): Population => ({
  name,
  task: TASKS[classes]!,
  size: 1,
  sample(units, rng) {
    const shock = Math.sqrt(1 - memory * memory);
    const state = normals(4, rng);
    const rows: Row[] = [];
    for (let row = 0; row < units; row++) {
      for (let at = 0; at < 4; at++) state[at] = memory * state[at]! + shock * rng.normal();
      const sum = state[0]! + state[1]! + state[3]!;
      rows.push({ features: state.slice(0, 3), target: classes === 0 ? sum : Number(sum > 0) });
    }
    return dataOf(rows, classes);
  },
});
