import { resolve } from 'node:path';
import { isFolder } from './described.js';
import { huggingFaceSource } from './hugging-face.js';
import { mlflowSource } from './mlflow.js';
import { SourceFault, type ModelSource } from './model-source.js';

/** The model that another program keeps in a folder. Throws `SourceFault`. */
export function findSource(path: string): ModelSource {
  const folder = resolve(path);
  if (!isFolder(folder)) throw new SourceFault('ASSAY1990', `there is no folder ${path}`, path);
  const found = mlflowSource(folder) ?? huggingFaceSource(folder);
  if (found === undefined)
    throw new SourceFault('ASSAY1990', 'neither a model of MLflow’s nor one of Hugging Face’s', path);
  return found;
}
