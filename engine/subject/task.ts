/** What a model does. */
export const TASKS = ['binary-classification', 'multiclass-classification', 'regression', 'text-generation'] as const;
export type Task = (typeof TASKS)[number];
