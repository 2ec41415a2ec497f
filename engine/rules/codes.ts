import type { CodeTable } from '../document/diagnostic.js';

/** Faults of rules: what the static check refuses, before anything is measured. */
export const RULE_CODES = {
  ASSAY1200: {
    title: 'The rule is too deep or too large',
    explanation:
      'A rule may nest 64 deep and have 10,000 nodes, YAML aliases expanded. No reader follows a rule of that size, and a document must not be able to exhaust the tool that reads it. Split it into several rules: a check conforms only when all of them pass.',
  },
  ASSAY1201: {
    title: 'Unknown operator',
    explanation:
      'The key of a rule node must be an operator. The operators of the rule dialect are `and or ! !! if ?:` over conditions, `== != === !== < <= > >=` as comparisons, `+ - * / % min max` over numbers, `in`, `all some none` over lists, and `var`. A text that begins with a letter and is not an operator is often a name that should stand in `{var: …}`.',
  },
  ASSAY1202: {
    title: 'A node needs exactly one operator',
    explanation:
      'In JSON Logic a node is a map of one key, its operator. A map of two or more keys is *data* to JSON Logic, and data counts as true: the rule would always pass. Join the two with `and`, and mind the indentation: `- ">=": …` begins a node of its own.',
  },
  ASSAY1203: {
    title: 'Unknown measurement',
    explanation:
      'A name in `var` begins with `subject`, with `parameters`, or with an alias that the rule or its document declares under `measure` or `measurements`. JSON Logic reads an unknown name as `null`, and `null <= 0.2` is true; here it is an error.',
  },
  ASSAY1204: {
    title: 'Unknown output',
    explanation:
      'The plugin behind the alias gives no output of that name. `assay plugins` and the page of the plugin list its outputs with their types and units.',
  },
  ASSAY1205: {
    title: 'Unknown fact',
    explanation:
      'Facts of a subject that rules ask for are declared under `facts` of the standard, so that whoever writes a subject knows what to say, and a misspelt fact is not taken for an absent one. `subject.task`, `subject.name` and `subject.version` are always declared.',
  },
  ASSAY1206: {
    title: 'Unknown parameter',
    explanation:
      "`parameters.x` is a parameter of the rule's own document, `parameters.<standard-id>.x` one of an imported standard. Declare it under `parameters` with its value, its unit, and the way in which it may be tightened.",
  },
  ASSAY1207: {
    title: 'A `var` that is not a plain name',
    explanation:
      '`var` takes one name, written out. A default (`{var: [x, 0]}`) would stand in for a measurement that failed, and the rule would be judged by a number that nobody measured: an absent value makes a rule undetermined instead. A computed name, an index, or the whole of the data (`{var: ""}`) cannot be checked before the run.',
  },
  ASSAY1208: {
    title: 'Wrong number of parts',
    explanation:
      'The operator takes another number of parts. Comparisons and `/`, `%` and `in` take two; `<` and `<=` take three as well, for a value between two limits; `if` takes an odd number from three on, so that there is always an else; `+ * min max` two or more; `-` one or two; `!` and `!!` one; `all some none` a list and a condition.',
  },
  ASSAY1209: {
    title: 'An operator of JSON Logic that rules may not use',
    explanation:
      '`missing` and `missing_some` ask whether there is a value, but absent values already make a rule undetermined. `map`, `filter` and `reduce` give values whose uncertainty nobody knows: use the aggregates that list outputs come with, or `all`, `some`, `none`. `cat`, `substr` and `merge` build texts and lists, `log` prints: a requirement needs neither.',
  },
  ASSAY1210: {
    title: 'The two sides are of different types',
    explanation:
      'A comparison has one type on both sides. JSON Logic would convert (`"0.1" < 0.2` is true, `null < 0.2` too), and so compare what cannot be compared. Drop the quotation marks of a number; put a name that should be read into `{var: …}`.',
  },
  ASSAY1211: {
    title: 'A part has the wrong type',
    explanation:
      'Orderings and arithmetic take numbers; `in` takes a text and a list of texts; `all`, `some` and `none` take an output of type list. Texts are not ordered and not searched for parts, numbers are not looked up in lists (compare them with two limits).',
  },
  ASSAY1212: {
    title: 'Not a condition',
    explanation:
      '`require`, `when`, and the parts of `and`, `or`, `!`, `!!`, `if`, `all`, `some`, `none` are conditions: true or false. JSON Logic takes any value there and calls most of them true, so that a rule without its comparison would always pass. Write the comparison out.',
  },
  ASSAY1213: {
    title: 'Different units',
    explanation:
      'Both sides of a comparison, and the parts of `+`, `-`, `%`, `min` and `max`, have one dimension. Units of one dimension convert (`kWh` and `J`, `ms` and `s`); energy per prediction and energy per request do not. `*` and `/` combine units: power times time is energy.',
  },
  ASSAY1214: {
    title: 'A bare number against a quantity with a unit',
    explanation:
      'A number written into a rule has no unit, so it stands only against ratios (unit `"1"`) and counts (`row`, `prediction`, …). Against joules or milliseconds it would be a guess, and against percent it could be off by a hundred. Make it a parameter: there it has a unit, a title, and a way in which profiles may tighten it.',
  },
  ASSAY1215: {
    title: 'Unknown unit',
    explanation:
      'Units are written `<unit>[/[<count> ]<thing>]`: `kWh/1e6 prediction`, `gCO2e`, `MiB`, `percent`, `"1"`. Units: `J`, `Wh`, `W`, `s`, `min`, `h`, `day`, `Hz`, `byte`, `bit`, `B`, `gCO2e`, `tCO2e`, `FLOP`, `L`, `m3`, with SI and (for `B`) binary prefixes; things: `prediction`, `row`, `token`, `question`, `request`, `operation`, in the singular.',
  },
  ASSAY1216: {
    title: 'Equality with a continuous figure',
    explanation:
      'A measured number of a continuous quantity carries uncertainty: evidence can refute that it equals a limit, never support it, so the rule could fail and not pass. `==` and `!=` on numbers are for outputs of type integer, facts and parameters. Use `<=` or `>=`, or `<=` with three parts for a band.',
  },
  ASSAY1217: {
    title: 'Not one of the possible values',
    explanation:
      'The output, fact or parameter has a closed set of values, and the text that it is compared with is none of them: the comparison would always come out the same way. Usually a spelling mistake.',
  },
  ASSAY1218: {
    title: 'Decided before anything is measured',
    explanation:
      'The condition rests on nothing but constants, or on parameters alone: its outcome is the same for every subject. A constant may stand as a branch of `if`, a comparison of parameters as its test or in `when`. A rule that is not wanted is left out, and a `when` that always holds too.',
  },
  ASSAY1219: {
    title: 'Always true',
    explanation:
      'The condition holds whatever is measured: both sides are the same, the limit lies at or beyond the end of the range of the output, or the parts of an `or` are opposites. It looks like a requirement and is none. As a warning: the limit comes from a parameter, which a profile may still tighten.',
  },
  ASSAY1220: {
    title: 'Never true',
    explanation:
      'No value that the output can have meets the condition, so a rule that needs it fails for every subject. Often a percentage where a ratio is meant (`70` for `0.70`), or the two limits of a band the wrong way round.',
  },
  ASSAY1221: {
    title: 'Division by zero',
    explanation: 'The divisor of `/` or `%` is zero: the result would be infinite or no number, and is never compared.',
  },
  ASSAY1222: {
    title: '`when` reads a measurement',
    explanation:
      'Whether a rule applies is settled by facts and parameters before anything is measured. Were it settled by a figure, a poor measurement could switch off the rule that judges it. Put the condition into `require`, with `if`.',
  },
  ASSAY1223: {
    title: 'Not a value that rules can use',
    explanation:
      '`null`, infinite numbers and NaN compare with everything in JSON Logic and mean nothing in a requirement. An absent value needs no test: it makes the rule undetermined.',
  },
  ASSAY1224: {
    title: 'Out of reach inside a list',
    explanation:
      'Inside `all`, `some` and `none`, `var` means the item: the outputs of one group, class or slice, by their plain names. `parameters.…` and `subject.…` can be read there as well; other measurements cannot. Compare with the aggregate of the list outside, if there is one.',
  },
  ASSAY1225: {
    title: 'The same part twice',
    explanation:
      'The parts of an `and` or `or` share the error that the confidence leaves them, so saying the same thing twice makes each harder to pass or to fail and adds nothing. Remove one; if the two were meant to differ, this is the mistake.',
  },
  ASSAY1226: {
    title: 'A parameter with the name of a standard',
    explanation:
      '`parameters.x` is a parameter and `parameters.x.y` a parameter of the standard `x`. In one rule the two names cannot both be read: to JSON Logic `parameters.x` is either a value or a map. Rename the parameter.',
  },
} as const satisfies CodeTable;

export type RuleCode = keyof typeof RULE_CODES;
