import { page } from './markdown.mjs';

export const diagnosticPage = ({ code, area, title, explanation }) => [
  `docs/reference/diagnostics/${code}.md`,
  page([`# ${code}: ${title}`, '', explanation, '', `Area: ${area}. [All codes](../README.md#diagnostics)`]),
];
