// What stands in the place of a verdict where the check came to none: an earlier verdict would pass for this one's.
const { env } = process;
/** Of what was said on standard error, the end. */
const MOST_LINES = 40;
const LONGEST_LINE = 400;

const TEXT = {
  en: {
    title: 'The check did not finish',
    invalid: 'A document, a named file or an option is invalid, absent or not trusted (status 3).',
    internal: 'An internal error ended it (status 4).',
    absent: 'It was not started, or was ended from outside.',
    verdict: 'There is no verdict on this version; whatever stood here before was about an earlier one.',
    partly: 'Below are the subjects that could be read; there is no verdict on the whole.',
    run: 'The run',
  },
  zh: {
    title: '检查未完成',
    invalid: '文档、指定的文件或选项无效、缺失或不受信任（状态 3）。',
    internal: '检查因内部错误而终止（状态 4）。',
    absent: '检查未启动，或被外部终止。',
    verdict: '此版本没有判定；此处先前的内容针对更早的版本。',
    partly: '以下是能够读取的对象；整体没有判定。',
    run: '本次运行',
  },
};

/** @returns Markdown; `said` is what the program said on standard error, `partly` whether a report on some subjects follows */
export function unfinished(status, said = '', partly = false) {
  const text = TEXT[env.ASSAY_LANGUAGE] ?? TEXT.en;
  const lines = said
    .trim()
    .split('\n')
    .slice(-MOST_LINES)
    .map((line) => line.slice(0, LONGEST_LINE));
  const quoted = lines.join('\n').trim();
  // A fence that nothing in it can close.
  const fence = '`'.repeat(Math.max(3, ...[...quoted.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const why = { 3: text.invalid, 4: text.internal }[status] ?? text.absent;
  const run = `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`;
  return [
    `## ✗ ${text.title}`,
    `${why} ${partly ? text.partly : text.verdict}`,
    ...(quoted === '' ? [] : [`${fence}text\n${quoted}\n${fence}`]),
    ...(env.GITHUB_RUN_ID === undefined ? [] : [`[${text.run}](${run})`]),
    '',
  ].join('\n\n');
}
