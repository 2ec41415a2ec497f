// One comment on the pull request, which each run updates in its place.
import { readFileSync } from 'node:fs';
import { unfinished } from './unfinished.mjs';

const { env } = process;
const API = env.GITHUB_API_URL ?? 'https://api.github.com';
/** GitHub's limit. */
const LONGEST = 65_536;
const PAGE = 100;
const MOST_PAGES = 30;

const event = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8'));
const number = event.pull_request?.number ?? (event.issue?.pull_request && event.issue.number);
if (number === undefined) {
  console.log('No pull request: no comment.');
} else {
  try {
    await comment(number);
  } catch (error) {
    // Of pull requests from forks the token may only read: that is no fault of the model's.
    console.log(`::warning::The comment was not written: ${escaped(error.message)}`);
  }
}

async function comment(issue) {
  const key = (env.ASSAY_KEY || 'assay').replace(/[^A-Za-z0-9._-]/g, '-');
  const marker = `<!-- assay:${key} -->`;
  // Nothing was written where a step before the check failed.
  const text = `${marker}\n${env.ASSAY_COMMENT ? readFileSync(env.ASSAY_COMMENT, 'utf8') : unfinished()}`;
  const body = text.length > LONGEST ? `${text.slice(0, LONGEST - 2)}…` : text;
  const comments = `/repos/${env.GITHUB_REPOSITORY}/issues/${issue}/comments`;
  const earlier = await find(comments, marker);
  const written =
    earlier === undefined
      ? await request('POST', comments, { body })
      : await request('PATCH', `/repos/${env.GITHUB_REPOSITORY}/issues/comments/${earlier.id}`, { body });
  console.log(`${earlier === undefined ? 'Wrote' : 'Updated'} ${written.html_url}`);
}

/** A bot's: what a person wrote, with whatever marker, stays theirs. */
async function find(comments, marker) {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const found = await request('GET', `${comments}?per_page=${PAGE}&page=${page}`);
    const earlier = found.find(({ body, user }) => user?.type === 'Bot' && body?.startsWith(marker));
    if (earlier !== undefined || found.length < PAGE) return earlier;
  }
  return undefined;
}

async function request(method, path, body) {
  const response = await fetch(`${API}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${env.GITHUB_TOKEN}`,
      'content-type': 'application/json',
      'x-github-api-version': '2022-11-28',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) throw new Error(`${method} ${path.split('?')[0]}: ${response.status}`);
  return response.json();
}

/** As workflow commands take text. */
function escaped(text) {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
