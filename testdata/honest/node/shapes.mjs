// The shapes of the ten inputs, as the public model of AWS Config (2014-11-12) has them, and how a request is read.
//
// A shape is a function of (value, path, problems, loose) that returns what the value means, throws if its JSON type is
// wrong, and adds a line to problems for each constraint that it breaks. Types come first: read() reports no constraint
// before all types were looked at, as the replies of AWS's JSON services do. A value at the path loose may be too long,
// and need not match its pattern: that is for defects.

import { ApiError, unreadable } from './errors.mjs';

const shown = (value) => {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (typeof value === 'object') return 'com.amazonaws.starling.dove.Structure@2a139a55';
  return String(value);
};

const broken = (problems, value, path, constraint) => {
  const quoted = value === undefined ? 'null' : `'${shown(value)}'`;
  problems.push(`Value ${quoted} at '${path}' failed to satisfy constraint: Member must ${constraint}`);
};

const bounds = (problems, value, path, size, low, high, noun) => {
  if (high !== undefined && size > high) broken(problems, value, path, `have ${noun} less than or equal to ${high}`);
  if (low !== undefined && size < low) broken(problems, value, path, `have ${noun} greater than or equal to ${low}`);
};

// Characters are counted as code points. A pattern is one for the whole value, in which a point is no line's end.
const text = (low, high, pattern) => (value, path, problems, loose) => {
  if (typeof value !== 'string') throw unreadable();
  bounds(problems, value, path, [...value].length, low, loose === path ? undefined : high, 'length');
  if (pattern && loose !== path && !new RegExp(`^(?:${pattern})$`).test(value)) {
    broken(problems, value, path, `satisfy regular expression pattern: ${pattern}`);
  }
  return value;
};

const oneOf = (...values) => (value, path, problems) => {
  if (typeof value !== 'string') throw unreadable();
  if (!values.includes(value)) broken(problems, value, path, `satisfy enum value set: [${values.join(', ')}]`);
  return value;
};

const flag = (value) => {
  if (typeof value !== 'boolean') throw unreadable();
  return value;
};

// Limit has the range 0 to 100. Choice: a value beyond is rejected by the operation, which declares an error for it.
const whole = (value) => {
  if (!Number.isInteger(value) || Math.abs(value) > 0x7fffffff) throw unreadable();
  return value;
};

// Seconds since 1970, in any form that JSON has for a number; here it is milliseconds. Choice: a time that has no year
// of four digits is none.
const moment = (value) => {
  if (typeof value !== 'number' || value < -62135596800 || value >= 253402300800) throw unreadable();
  return Math.trunc(value * 1000);
};

const list = (of, low, high) => (value, path, problems, loose) => {
  if (!Array.isArray(value)) throw unreadable();
  bounds(problems, value, path, value.length, low, loose === path ? undefined : high, 'length');
  return value.map((element, index) => of(element, `${path}.${index + 1}.member`, problems, loose));
};

// Members that are null are absent; members that are unknown are left alone. An exclamation mark says required.
const structure = (members) => {
  const known = Object.entries(members).map(([name, shape]) => [name.replace('!', ''), shape, name.endsWith('!')]);
  return (value, path, problems, loose) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw unreadable();
    const read = {};
    for (const [name, shape, required] of known) {
      const place = (path ? `${path}.` : '') + name[0].toLowerCase() + name.slice(1);
      const member = Object.hasOwn(value, name) ? value[name] : undefined;
      if (member !== undefined && member !== null) read[name] = shape(member, place, problems, loose);
      else if (required) broken(problems, undefined, place, 'not be null');
    }
    return read;
  };
};

const anyText = text();
const ruleName = text(1, 128, '.*\\S.*');
const resourceId = text(1, 768);
const compliance = oneOf('NON_COMPLIANT', 'COMPLIANT', 'INSUFFICIENT_DATA', 'NOT_APPLICABLE');
const frequency = oneOf('One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours');
const mode = oneOf('PROACTIVE', 'DETECTIVE');
const visibility = oneOf('INTERNAL', 'EXTERNAL'); // as ServicePrincipals, since June 2026

// The model requires neither member of a key. Choice: this server does, in the words of the model's other constraints.
const resourceKeys = list(structure({ 'ResourceType!': text(1, 256), 'ResourceId!': text(1, 1024) }), 1, 100);

const evaluation = structure({
  'ComplianceResourceType!': text(1, 256),
  'ComplianceResourceId!': resourceId,
  'ComplianceType!': compliance,
  Annotation: text(1, 256),
  'OrderingTimestamp!': moment,
});

const configRule = structure({
  ConfigRuleName: ruleName,
  ConfigRuleArn: text(1, 256),
  ConfigRuleId: text(1, 64),
  Description: text(0, 256),
  Scope: structure({
    ComplianceResourceTypes: list(text(1, 256), 0, 100),
    TagKey: text(1, 128),
    TagValue: text(1, 256),
    ComplianceResourceId: resourceId,
    ServicePrincipals: list(text(1, 128)),
  }),
  'Source!': structure({
    'Owner!': oneOf('AWS', 'CUSTOM_LAMBDA', 'CUSTOM_POLICY'),
    SourceIdentifier: text(1, 256),
    SourceDetails: list(
      structure({
        EventSource: oneOf('aws.config'),
        MessageType: oneOf(
          'ConfigurationItemChangeNotification',
          'ConfigurationSnapshotDeliveryCompleted',
          'OversizedConfigurationItemChangeNotification',
          'ScheduledNotification',
        ),
        MaximumExecutionFrequency: frequency,
      }),
      0,
      25,
    ),
    CustomPolicyDetails: structure({
      'PolicyRuntime!': text(1, 64, 'guard\\-2\\.x\\.x'),
      'PolicyText!': text(0, 10000),
      EnableDebugLogDelivery: flag,
    }),
  }),
  InputParameters: text(1, 1024),
  MaximumExecutionFrequency: frequency,
  ConfigRuleState: oneOf('ACTIVE', 'DELETING', 'DELETING_RESULTS', 'EVALUATING'),
  CreatedBy: text(1, 256),
  EvaluationModes: list(structure({ Mode: mode })),
  RuleEvaluationVisibility: visibility,
});

const inputs = {
  PutRemediationExceptions: structure({
    'ConfigRuleName!': ruleName,
    'ResourceKeys!': resourceKeys,
    Message: text(1, 1024),
    ExpirationTime: moment,
  }),
  DescribeRemediationExceptions: structure({
    'ConfigRuleName!': ruleName,
    ResourceKeys: resourceKeys,
    Limit: whole,
    NextToken: anyText,
  }),
  DeleteRemediationExceptions: structure({ 'ConfigRuleName!': ruleName, 'ResourceKeys!': resourceKeys }),
  PutConfigRule: structure({
    'ConfigRule!': configRule,
    Tags: list(structure({ Key: text(1, 128), Value: text(0, 256) }), 0, 50),
  }),
  DescribeConfigRules: structure({
    ConfigRuleNames: list(ruleName, 0, 25),
    NextToken: anyText,
    Filters: structure({ EvaluationMode: mode, RuleEvaluationVisibility: visibility }),
  }),
  DeleteConfigRule: structure({ 'ConfigRuleName!': ruleName }),
  PutEvaluations: structure({ Evaluations: list(evaluation, 0, 100), 'ResultToken!': anyText, TestMode: flag }),
  PutExternalEvaluation: structure({ 'ConfigRuleName!': ruleName, 'ExternalEvaluation!': evaluation }),
  GetComplianceDetailsByConfigRule: structure({
    'ConfigRuleName!': text(1, 64),
    ComplianceTypes: list(compliance, 0, 3),
    Limit: whole,
    NextToken: anyText,
  }),
  DescribeComplianceByResource: structure({
    ResourceType: text(1, 256),
    ResourceId: resourceId,
    ComplianceTypes: list(compliance, 0, 3),
    Limit: whole,
    NextToken: anyText,
  }),
};

export const isOperation = (name) => Object.hasOwn(inputs, name);

// Reads the bytes of a body as the input of an operation. No bytes at all stand for an empty object.
export function readInput(operation, bytes, loose) {
  let value;
  try {
    const written = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = /^[ \t\r\n]*$/.test(written) ? {} : JSON.parse(written);
  } catch {
    throw unreadable();
  }
  const problems = [];
  const input = inputs[operation](value, '', problems, loose);
  if (problems.length > 0) {
    const count = `${problems.length} validation error${problems.length > 1 ? 's' : ''} detected: `;
    throw new ApiError('ValidationException', count + problems.join('; '), { namespace: 'com.amazon.coral.validate' });
  }
  return input;
}
