/** An endpoint as a subject names it: plain JSON, no secrets. */
export interface EndpointSpec {
  readonly url: string;
  /** Header → where its value is: a variable of the environment, written after `prefix`. */
  readonly headers: Readonly<Record<string, { readonly environment: string; readonly prefix?: string }>>;
  /** Requests at a time. */
  readonly concurrency: number;
  /** Of one request. */
  readonly seconds: number;
  /** Of one request, the first among them. */
  readonly attempts: number;
  /** Of one check. */
  readonly budget: { readonly requests?: number; readonly tokens?: number; readonly seconds?: number };
}

/** The program that serves it. */
export interface ServerSpec {
  readonly command: readonly string[];
  /** The document's, absolute: its working folder. */
  readonly folder: string;
  /** Within which it must answer. */
  readonly seconds: number;
}

export type HttpProtocol = 'open-inference' | 'mlflow' | 'tensorflow-serving';

/** Outputs of the model that hold what Assay looks for, where their names and shapes do not tell. */
export interface OutputNames {
  readonly label?: string;
  readonly probabilities?: string;
  readonly value?: string;
}

export interface HttpModelSpec {
  readonly format: 'http';
  readonly protocol: HttpProtocol;
  readonly endpoint: EndpointSpec;
  /** Rows a request. */
  readonly batch: number;
  readonly outputs: OutputNames;
  /** Of TensorFlow Serving. */
  readonly signature: string;
  readonly layout: 'row' | 'column';
  readonly threshold?: number;
}
