/** An address below the endpoint's own, its query kept. */
export function below(url: string, suffix: string): URL {
  const at = new URL(url);
  at.pathname = at.pathname.replace(/\/+$/, '') + suffix;
  return at;
}
