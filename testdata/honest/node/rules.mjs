// Config rules: what may be put, how an update changes one, and how it comes back.
//
// Comments name the source of a rule: API and guide are AWS's reference and developer guide, observed is a public reply
// of the real service, inferred is what other implementations report of it. Choice is ours, where all these are silent.

import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ApiError, invalid } from './errors.mjs';

const managedRules = new Map(
  Object.entries(JSON.parse(readFileSync(new URL('../managed-rules.json', import.meta.url), 'utf8'))),
);

export const isProcessCheck = (rule) => rule.put.Source.SourceIdentifier === 'AWS_CONFIG_PROCESS_CHECK';

// An id has six characters of [0-9a-z]; an ARN ends in it [observed].
export function identity(call) {
  const letters = Array.from({ length: 6 }, () => randomInt(36).toString(36)).join('');
  const id = `config-rule-${letters}`;
  return { id, arn: `arn:aws:config:${call.region}:${call.account}:config-rule/${id}` };
}

// What an update leaves out is kept, as the guide's advice to leave out what need not change suggests [choice]; but
// scope, parameters and frequency belong to the source, and go with it.
export function merged(before, put) {
  const same = before && before.Source.SourceIdentifier === put.Source.SourceIdentifier;
  const kept = before === undefined ? {} : same ? before : pick(before, ['Description', 'EvaluationModes']);
  const { ConfigRuleName, ConfigRuleId, ConfigRuleArn, ConfigRuleState, ...rest } = put;
  return { ...kept, ...rest };
}

const pick = (object, names) => Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)));

// What the model allows, and the service rejects.
export function rejectOddRule(put, functionsExist) {
  const { Source: source, Scope: scope = {} } = put;
  const details = source.SourceDetails ?? [];
  const custom = source.Owner !== 'AWS';
  // Both are filled by services alone [observed for the first, API for the second].
  for (const member of ['RuleEvaluationVisibility', 'CreatedBy']) {
    if (put[member] !== undefined) throw invalid(`The field ${member} is populated by AWS Config. Leave it out.`);
  }
  // A scope is of types, of one type and one id, or of a tag [API, Scope].
  if (scope.ComplianceResourceId !== undefined && scope.ComplianceResourceTypes?.length !== 1) {
    throw invalid('The scope names a resource id, but not exactly one resource type.');
  }
  if (scope.TagValue !== undefined && scope.TagKey === undefined) {
    throw invalid('The scope names the value of a tag, but not its key.');
  }
  if (scope.TagKey !== undefined && scope.ComplianceResourceTypes?.length > 0) {
    throw invalid('The scope names both a tag and resource types.'); // [inferred]
  }
  if (put.InputParameters !== undefined && !isObject(put.InputParameters)) {
    throw invalid('The InputParameters are not written as a JSON object.'); // [API: in JSON format]
  }
  const modes = (put.EvaluationModes ?? []).map((entry) => entry.Mode);
  if (new Set(modes).size < modes.length || modes.includes(undefined)) {
    throw invalid('The EvaluationModes are not distinct.'); // [API: distinct objects]
  }
  if (source.CustomPolicyDetails !== undefined && source.Owner !== 'CUSTOM_POLICY') {
    throw invalid('Only a custom policy rule has CustomPolicyDetails.'); // [API]
  }
  for (const detail of details) {
    if (detail.MaximumExecutionFrequency !== undefined && detail.MessageType !== 'ScheduledNotification') {
      throw invalid('Only a ScheduledNotification has a MaximumExecutionFrequency.'); // [API, SourceDetail]
    }
  }
  if (custom && modes.includes('PROACTIVE')) {
    throw invalid('Custom rules are not evaluated proactively.'); // [guide: some managed rules are]
  }
  if (source.Owner === 'AWS') rejectOddManagedRule(put, modes);
  if (source.Owner === 'CUSTOM_LAMBDA') rejectOddFunction(source, functionsExist);
  if (source.Owner === 'CUSTOM_POLICY') {
    if (source.CustomPolicyDetails === undefined) throw invalid('A custom policy rule needs a policy.'); // [API]
    if (details.some((detail) => !/ConfigurationItemChangeNotification$/.test(detail.MessageType))) {
      throw invalid('A custom policy rule is triggered by changes of configuration items.'); // [API, Source]
    }
  }
}

function rejectOddManagedRule(put, modes) {
  const identifier = put.Source.SourceIdentifier;
  const known = managedRules.get(identifier);
  if (known === undefined) throw invalid(`The sourceIdentifier ${identifier} is invalid.`); // [observed]
  if (put.Source.SourceDetails !== undefined) throw invalid('A managed rule has no SourceDetails.'); // [API]
  if (known.trigger === 'change' && put.MaximumExecutionFrequency !== undefined) {
    throw invalid('A rule that changes trigger has no MaximumExecutionFrequency.'); // [observed, 2022]
  }
  // A scope is rejected for rules that a schedule triggers [observed, 2025]. Choice: a process check, which nothing
  // triggers, has none either.
  if (['periodic', 'external'].includes(known.trigger) && put.Scope !== undefined) {
    throw invalid('A rule that changes do not trigger has no Scope.');
  }
  if (modes.includes('PROACTIVE') && !known.proactive) {
    throw invalid('This rule is not evaluated proactively.'); // [guide]
  }
}

function rejectOddFunction(source, functionsExist) {
  const name = source.SourceIdentifier;
  if (!/^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:\S+$/.test(name ?? '')) {
    throw invalid('The SourceIdentifier of a custom Lambda rule is the ARN of a function.'); // [API]
  }
  if (!source.SourceDetails?.length) throw invalid('A custom Lambda rule needs SourceDetails.'); // [inferred]
  // The function has to be there, and to let AWS Config invoke it [observed].
  if (!functionsExist) {
    throw new ApiError('InsufficientPermissionsException', `The AWS Lambda function ${name} cannot be invoked.`);
  }
}

function isObject(written) {
  try {
    const value = JSON.parse(written);
    return value !== null && typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}

// A rule as DescribeConfigRules returns it.
export function shownRule(rule, state) {
  const shown = {
    ConfigRuleName: rule.name,
    ConfigRuleArn: rule.arn,
    ConfigRuleId: rule.id,
    ConfigRuleState: state,
    ...structuredClone(rule.put),
    // Supplied by the service in 2026 [observed]. Choice: what no service made is EXTERNAL.
    RuleEvaluationVisibility: 'EXTERNAL',
  };
  // Detective by default [API], and returned though nobody put it [observed].
  if (!shown.EvaluationModes?.length) shown.EvaluationModes = [{ Mode: 'DETECTIVE' }];
  const { Source: source } = shown;
  // Of one's own rule the principals are empty [API]. Choice: who puts some is not told so.
  if (shown.Scope) delete shown.Scope.ServicePrincipals;
  // The text of a policy does not come back; here it is empty [observed: absent or empty].
  if (source.CustomPolicyDetails) {
    source.CustomPolicyDetails = { EnableDebugLogDelivery: false, ...source.CustomPolicyDetails, PolicyText: '' };
  }
  // The frequency of a scheduled custom rule comes back in its detail [observed], every 24 hours by default [API].
  const scheduled = (source.SourceDetails ?? []).filter((detail) => detail.MessageType === 'ScheduledNotification');
  for (const detail of scheduled) {
    detail.MaximumExecutionFrequency ??= shown.MaximumExecutionFrequency ?? 'TwentyFour_Hours';
  }
  if (scheduled.length > 0) delete shown.MaximumExecutionFrequency;
  return shown;
}
