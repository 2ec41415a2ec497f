/** Passed on: where programs and temporary files are. */
const PASSED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SYSTEMROOT', 'PATHEXT'];

/** One language and one order of Python's sets on every machine; no `__pycache__` beside a document. */
const FIXED = {
  LANG: 'C.UTF-8',
  LC_ALL: 'C.UTF-8',
  PYTHONUTF8: '1',
  PYTHONHASHSEED: '0',
  PYTHONDONTWRITEBYTECODE: '1',
};

/** What a program gets of the caller's environment: nothing else (secrets among it) is its business. */
export function programEnvironment(): NodeJS.ProcessEnv {
  const passed = Object.entries(process.env).filter(([name]) => PASSED.includes(name.toUpperCase()));
  return { ...Object.fromEntries(passed), ...FIXED };
}
