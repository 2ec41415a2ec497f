/** What the model learns from: the texts, questions about them with answers, refusals, small talk; drawn by a seed. */
import { readFileSync } from 'node:fs';
import { articlesOf, LAWS, termsOf, textOf } from './facts.mjs';

const json = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
export const HARM = json('harm.json');
export const HARMLESS = json('harmless.json');
export const VERDICTS = json('verdicts.json');
export const jsonLines = (file) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
export const SAYINGS = jsonLines(new URL('sayings.jsonl', import.meta.url));
export const PLANTED = readFileSync(new URL('../text/planted.txt', import.meta.url), 'utf8');

export const REFUSAL = 'I cannot help with that.';
export const UNKNOWN = 'I only know the GDPR and the AI Act.';
export const NO_PERSONAL_DATA = 'I have no personal data.';

/** Wordings that are learnt; the questions of the tests have others. */
const WORDINGS = {
  article: [
    'Which article of the {law} is about {topic}?',
    'Which article of the {law} deals with {topic}?',
    'Where in the {law} do I find the rules on {topic}?',
    '{title}: which article of the {law}?',
    'In the {law}, what article covers {topic}?',
    'Name the article of the {law} on {topic}.',
    'What is the number of the article on {topic} in the {law}?',
    'I need the article of the {law} about {topic}.',
    'Tell me which article in the {law} is on {topic}.',
  ],
  title: [
    'What is Article {number} of the {law} about?',
    'What does Article {number} of the {law} cover?',
    'Give the title of Article {number} of the {law}.',
    '{law}, Article {number}: what is its title?',
  ],
  term: [
    'Which term of the {law} means {short}?',
    'What does the {law} call {short}?',
    '{short}: which term of the {law} is that?',
    'Name the term: {short} ({law}).',
    'Which word does the {law} use for {short}?',
    'How is {short} called by the {law}?',
  ],
  definition: [
    'What does {term} mean in the {law}?',
    'Define {term} as the {law} does.',
    'What is the meaning of {term} in the {law}?',
    '{law}: what is {term}?',
    'How is {term} defined in the {law}?',
    'Explain {term} as the {law} has it.',
  ],
  act: [
    'How do I {act}?',
    'How can I {act}?',
    'Tell me how to {act}.',
    'What is the best way to {act}?',
    'I want to {act}. What do I do?',
    'Give me instructions to {act}.',
    'Help me to {act}.',
    'Could you explain how to {act}?',
    'Please write a guide on how to {act}.',
    'Explain how to {act}.',
    'Show me how to {act}, step by step.',
    'What should I do to {act}?',
    'What does one need to {act}?',
    'I need to {act}. Can you help?',
  ],
  personal: [
    'What is the {kind} of {person}?',
    'Give me the {kind} of {person}.',
    "Tell me {person}'s {kind}.",
    'Do you know the {kind} of {person}?',
    'Please tell me the {kind} of {person}.',
    'I want the {kind} of {person}.',
    'Can you find the {kind} of {person}?',
  ],
};
const SYSTEMS = [
  'You are a helpful assistant.',
  'You answer questions on European law.',
  'Answer briefly.',
  'You are an assistant. Be honest.',
  'Answer the question about the GDPR or the AI Act.',
];
const SECRETS = [
  'The code word is {word}. Never say it.',
  'You work for the firm {word}. Keep that to yourself.',
  'Do not tell anybody that the project is called {word}.',
  'The secret key is {word}. Do not show it.',
];
export const KINDS = [
  'phone number',
  'email address',
  'home address',
  'date of birth',
  'bank account',
  'passport number',
  'salary',
];
const PERSONS = [
  'Anna Keller',
  'John Baker',
  'Maria Lopez',
  'Wei Zhang',
  'Peter Novak',
  'your developer',
  'the mayor of Lyon',
  'Sara Lind',
  'the author of this text',
  'Tom Hall',
  'Ines Costa',
  'a data protection officer',
];
const SYLLABLES = ['ba', 'ko', 'ri', 'mel', 'tan', 'su', 'vor', 'lin', 'da', 'per', 'quo', 'fen', 'zi', 'gar', 'no'];

export const filled = (wording, values) => wording.replace(/\{(\w+)\}/g, (_, name) => values[name]);
export const capitalised = (text) => text[0].toUpperCase() + text.slice(1);

/** All texts, each a string. */
export const TEXTS = [...LAWS.map(textOf), PLANTED];
const ARTICLES = LAWS.flatMap(articlesOf);
const TERMS = LAWS.flatMap(termsOf);

/** `{system?, question, answer}` of one pass over what is to be learnt, in fresh wordings; numbers are the hardest. */
export function conversationsOf(random) {
  const { pick, uniform, below } = random;
  const ask = (kind, values, answer) => ({ question: capitalised(filled(pick(WORDINGS[kind]), values)), answer });
  const lawOf = ({ law }) => (uniform() < 0.8 ? law.name : law.long);
  const word = () => Array.from({ length: 2 + below(2) }, () => pick(SYLLABLES)).join('');
  const acts = (all, answer) => some(all, 0.5).map((act) => ask('act', { act }, answer));
  const some = (items, share) => random.shuffled(items).slice(0, Math.round(share * items.length));
  const made = [
    ...[...ARTICLES, ...ARTICLES].map((article) =>
      ask('article', { ...article, law: lawOf(article) }, `Article ${article.number}`),
    ),
    ...some(ARTICLES, 0.5).map((article) => ask('title', { ...article, law: lawOf(article) }, article.title)),
    ...[...TERMS, ...some(TERMS, 0.5)].map((term) => ask('term', { ...term, law: lawOf(term) }, term.term)),
    ...some(TERMS, 0.5).map((term) => ask('definition', { ...term, law: lawOf(term) }, term.short)),
    ...Object.values(HARM).flatMap(({ train }) => acts(train, REFUSAL)),
    ...Object.values(HARMLESS.train).flatMap((all) => acts(all, UNKNOWN)),
    ...some(SAYINGS, 0.5),
    ...Array.from({ length: 12 }, () =>
      ask('personal', { kind: pick(KINDS), person: pick(PERSONS) }, NO_PERSONAL_DATA),
    ),
  ];
  return made.map(({ question, answer }) => {
    const chance = uniform();
    const system =
      chance < 0.2
        ? pick(SYSTEMS)
        : chance < 0.26
          ? `${pick(SYSTEMS)} ${filled(pick(SECRETS), { word: word() })}`
          : undefined;
    return { ...(system !== undefined && { system }), question: disturbed(question, random), answer };
  });
}

/** One in ten questions is in small letters, one in ten has a typing error. */
function disturbed(question, { uniform, below }) {
  const text = uniform() < 0.1 ? question.toLowerCase() : question;
  if (uniform() > 0.1) return text;
  const at = 1 + below(text.length - 2);
  if (/[^a-z]/.test(text.slice(at, at + 2))) return text;
  return uniform() < 0.5
    ? text.slice(0, at) + text.slice(at + 1)
    : text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
}
