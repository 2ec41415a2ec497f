import type { CodeTable } from '../document/diagnostic.js';

/** Faults of packs, profiles and how they fit together. */
export const PACK_CODES = {
  ASSAY1301: {
    title: 'A policy is not there',
    explanation:
      'A path given with `--policy`, or in `policies`, `imports`, `standards` or `waivers`, names nothing. Paths in a document are relative to the document, on the command line to the working folder.',
  },
  ASSAY1302: {
    title: 'A folder without pack.yaml',
    explanation:
      'A folder is a pack when it holds a `pack.yaml` that lists its standards. Name the pack’s folder, or a Standard or Profile document.',
  },
  ASSAY1303: {
    title: 'Profiles import each other in a circle',
    explanation:
      'A profile cannot rest on itself, neither directly nor through others. Break the circle at one of its imports.',
  },
  ASSAY1304: {
    title: 'Two standards with one id',
    explanation:
      'Ids are namespaces: two different documents with one id would shadow each other’s rules and parameters. Give one of them another id, or import the same version everywhere.',
  },
  ASSAY1305: {
    title: 'A parameter that is not there',
    explanation: '`set` names parameters as `<standard-id>.<parameter>`, of a standard that the profile imports.',
  },
  ASSAY1306: {
    title: 'A setting that loosens',
    explanation:
      'Whoever publishes a parameter says with `tighten` which way it may move; a profile may only move it that way. Set it to a value at least as strict as the layer below, or ask the publisher.',
  },
  ASSAY1307: {
    title: 'A parameter that may not be set',
    explanation:
      'A parameter without `tighten` is fixed, unless its owner says `adjustable: true`. One of `adjustable: false` is fixed whatever else it says.',
  },
  ASSAY1308: {
    title: 'A setting of another type',
    explanation:
      'A parameter keeps the type of its value: a number stays a number, a text a text, in the unit that its owner declared.',
  },
  ASSAY1309: {
    title: 'A rule that is not there',
    explanation:
      '`exclude`, `raise` and `--only` name rules as `<standard-id>/<rule-id>`, of a standard that is imported.',
  },
  ASSAY1310: {
    title: 'Leaving out a rule that shall hold',
    explanation:
      'Layers may only tighten: a `should` rule can be excluded, a `shall` rule cannot. Where one model may miss it for a time, write a waiver.',
  },
  ASSAY1311: {
    title: 'Two rules with one id',
    explanation: 'Within a document every rule has an id of its own.',
  },
  ASSAY1312: {
    title: 'A clause that is not there',
    explanation:
      'A rule’s `clause` is the id of one of the document’s `clauses`, or in a profile of a standard that it imports (quote it: `"4.1"`).',
  },
  ASSAY1313: {
    title: 'An unknown plugin',
    explanation:
      'A measurement names a plugin by `<area>/<name>`. `assay plugins` lists those of the engine; others are named by a manifest under a profile’s `plugins`.',
  },
  ASSAY1314: {
    title: 'Parameters that the plugin does not take',
    explanation:
      'What stands under `with` must fit the plugin’s own schema; its page under `docs/reference/plugins/` lists the parameters.',
  },
  ASSAY1315: {
    title: 'A parameter in `with` that is not there',
    explanation:
      'Under `with`, `{var: parameters.x}` stands for a parameter of the same document, `{var: parameters.<standard-id>.x}` for an imported one.',
  },
  ASSAY1316: {
    title: 'An unknown unit',
    explanation:
      'Units are written `<unit>[/[<count> ]<thing>]`, such as `kWh/1e6 prediction`, `ms/request`, `percent` or `"1"`.',
  },
  ASSAY1317: {
    title: 'A standard that is not in effect',
    explanation:
      'The date of the check (`--as-of`) lies before `effectiveFrom` or at or after `effectiveUntil`. The standard is judged all the same, and the report says so.',
  },
  ASSAY1318: {
    title: 'A measurement that no rule reads',
    explanation:
      'An alias under `measurements` or `measure` that no requirement of the document reads is not run. Remove it, or read it.',
  },
  ASSAY1319: {
    title: 'No rules',
    explanation:
      'A check without a rule could not fail, so it is an error and never a pass. Name a policy with `--policy` or under the subject’s `policies`.',
  },
  ASSAY1320: {
    title: 'Two layers that cannot be combined',
    explanation:
      'Two imported profiles set one parameter to different values and its owner does not say which way is stricter; or two documents declare one fact differently.',
  },
  ASSAY1321: {
    title: 'A report that cannot be read',
    explanation:
      '`--report` takes the JSON report of a check (`assay check SUBJECT --format json --output report.json`) that judged the rule.',
  },
  ASSAY1322: {
    title: 'An expected figure that no rule can use',
    explanation:
      '`--expect OUTPUT=NUMBER` takes a share between 0 and 1 of an output that a rule compares with a limit, such as `holdout.recall=0.95`.',
  },
  ASSAY1323: {
    title: 'A procedure that may not be the model’s',
    explanation:
      'A `shall` rule rests on a measurement about the training procedure (such as `evaluation/cross-validation`), which trains models anew and says nothing of the model in the file, or on a membership inference attack whose shadow models the estimator makes, which is too weak where another procedure made the model. Add a rule on `evaluation/estimator-match`, which tests whether that model is one that the procedure makes, or judge the model itself (`evaluation/holdout`). `check` and `plan` say it where the subject has a model.',
  },
  ASSAY1324: {
    title: 'An average that can hide the exposure of few',
    explanation:
      'A rule limits the area under the ROC curve, the balanced accuracy or the advantage of a membership inference attack, and no rule of the policy limits how many training rows the attack finds at a low false positive rate. The averages can be near chance while some rows are given away with certainty. Compare `tprAtOnePerMilleFpr` or `tprAtOnePercentFpr` as well, in the same rule or in another.',
  },
  ASSAY1325: {
    title: 'A test names what the policy has not',
    explanation:
      'A PolicyTest names rules, facts, parameters, measurements and their outputs as the tested standard or profile does. Rules of its own document need no prefix; others are `<standard-id>/<rule-id>`, their parameters `<standard-id>.<name>`.',
  },
  ASSAY1326: {
    title: 'A test that cannot be run',
    explanation:
      'There is no test, or no case in it, a row has more or fewer values than its table has columns, a figure is none that the output could be, or a case sets parameters under which a rule cannot stand. docs/policy-tests.md shows how cases are written.',
  },
  ASSAY1350: {
    title: 'Lowering a rule that shall hold',
    explanation:
      'Layers may only tighten: `raise` makes a `should` rule a `shall` rule, never the other way round. The message names the place where the rule is `shall`.',
  },
  ASSAY1351: {
    title: 'A lower confidence',
    explanation:
      'A profile may judge an imported rule at a higher confidence, never at a lower one, and never by points where its publisher asks for a confidence.',
  },
  ASSAY1352: {
    title: 'Figures of another basis',
    explanation:
      'A profile may leave out some of the bases that an imported rule accepts. It cannot add one that the layer below refuses.',
  },
  ASSAY1353: {
    title: 'A more lenient waiver',
    explanation:
      'A profile may forbid waivers of an imported rule, shorten their longest term, or ask for more approvers. `waiver: forbidden` is final.',
  },
  ASSAY1354: {
    title: 'A rule that would apply to less',
    explanation:
      'A profile may let an imported rule apply to more subjects: `when: always`, or a condition that joins the rule’s own and another with `or`, or adds values to its list. A condition that is narrower, or of which that is not plain from its form, is refused.',
  },
  ASSAY1355: {
    title: 'A setting that turns a rule around',
    explanation:
      'With this value a comparison no longer answers to a measured figure as its author meant: a negative or zero factor makes worse figures pass. Or `tighten` names the way in which the rule becomes weaker, which its publisher must mend.',
  },
  ASSAY1356: {
    title: 'Older evidence',
    explanation: 'A profile may lower the `maxAge` of evidence for an imported rule, never raise it.',
  },
  ASSAY1357: {
    title: 'A transition to nothing',
    explanation:
      'A `transition` says until when a `shall` rule is `should` only. A rule whose level is `should` has none: nothing would change on the day.',
  },
  ASSAY1358: {
    title: 'A time that ends before it begins',
    explanation:
      '`effectiveFrom` is the first day on which a standard or rule applies, `effectiveUntil` the first on which it no longer does: it comes later.',
  },
} satisfies CodeTable;
