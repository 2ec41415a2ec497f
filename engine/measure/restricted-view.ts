import { readableRoots } from '../plan/relevant.js';
import { partsOf } from '../plugins/contract.js';
import type { Need } from '../plugins/contract.js';
import type { Part, SubjectView } from '../subject/view.js';
import type { Job } from './messages.js';

/** A plugin reads what it does not declare: its key would not name all that its figures rest on. */
export class UndeclaredNeed extends Error {
  constructor(part: string, need: string) {
    super(`it reads ${part} of the subject, but neither its \`needs\` nor its \`reads\` list \`${need}\``);
  }
}

/** The view of a subject that one plugin gets: what it declares, and nothing else. */
export function restrictView(view: SubjectView, declared: Pick<Job, 'needs' | 'reads' | 'about'>): SubjectView {
  const parts = partsOf(declared);
  const roots = readableRoots(declared);
  const require = (allowed: boolean, part: string, need: string): void => {
    if (!allowed) throw new UndeclaredNeed(part, need);
  };
  const needOf: Readonly<Record<Part, readonly Need[]>> = {
    // `data` falls back on `data.train`, which is then its whole table.
    whole: ['data'],
    train: ['data.train'],
    test: ['data.test'],
    released: ['data.released'],
    population: ['data.population'],
  };
  const requirePart = (part: Part): void =>
    require(needOf[part].some((need) => parts.includes(need)), `the table \`${part}\``, needOf[part][0]!);
  return {
    name: view.name,
    task: view.task,
    get facts() {
      if (!roots.includes('facts')) throw new UndeclaredFacts();
      return view.facts;
    },
    table: async (part) => {
      requirePart(part);
      return await view.table(part);
    },
    rawTable: async (part) => {
      requirePart(part);
      return await view.rawTable(part);
    },
    target: async (part) => {
      requirePart(part);
      require(parts.includes('target'), 'the target', 'target');
      return await view.target(part);
    },
    features: (table) => view.features(table),
    groups: async (part) => {
      requirePart(part);
      return await view.groups(part);
    },
    weights: async (part) => {
      requirePart(part);
      return await view.weights(part);
    },
    model: async (of = 'model') => {
      require(parts.includes(of), `the ${of}`, of);
      return await view.model(of);
    },
    languageModel: async (of = 'model') => {
      require(parts.includes(of), `the ${of}`, of);
      return await view.languageModel(of);
    },
    questions: async (name) => {
      require(parts.includes('questions'), 'the questions', 'questions');
      return await view.questions(name);
    },
    predictions: async (part, of = 'model') => {
      requirePart(part);
      require(parts.includes(of), `the ${of}`, of);
      return await view.predictions(part, of);
    },
    get estimator() {
      require(parts.includes('estimator'), 'the estimator', 'estimator');
      return view.estimator!;
    },
    get training() {
      require(parts.includes('training'), 'the training', 'training');
      return view.training!;
    },
    get storage() {
      require(parts.includes('storage'), 'the storage', 'storage');
      return view.storage!;
    },
    get history() {
      require(parts.includes('history'), 'the history', 'history');
      return view.history!;
    },
  };
}

/** Facts are somebody's words; only measurements of the training may rest on them. */
class UndeclaredFacts extends UndeclaredNeed {
  constructor() {
    super('the facts', 'training');
    this.message = 'it reads the facts of the subject, which only a plugin about `training` may';
  }
}
