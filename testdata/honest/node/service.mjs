// The ten operations, on maps in memory. See rules.mjs for what the words in brackets mean.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiError, invalid } from './errors.mjs';
import { identity, isProcessCheck, merged, rejectOddRule, shownRule } from './rules.mjs';
import { seal, unseal } from './tokens.mjs';

const resourceTypes = new Set(
  readFileSync(new URL('../resource-types.txt', import.meta.url), 'utf8').split('\n').filter(Boolean),
);

// Keys of maps are made of names as JSON, in which no two lists of names look alike.
const keyOf = (...names) => JSON.stringify(names);

// Choice: where no order is promised, things are in the order of their hashes, which is the order of nothing else.
const hashed = (key) => createHash('sha256').update(key).digest('hex');

// The order of bytes, in which AWS Config lists rules [observed].
const octets = (name) => Buffer.from(name, 'utf8').toString('hex');

// A map that makes what is not there yet.
class Tables extends Map {
  at(key, make = () => new Map()) {
    if (!this.has(key)) this.set(key, make());
    return this.get(key);
  }
}

const notFound = (name) =>
  new ApiError(
    'NoSuchConfigRuleException',
    `One or more ConfigRules provided in the request are invalid: ${name}. Please check the configRule names.`,
  );

export class Service {
  #places = new Tables();

  constructor({ defect, invoke, deleting = 1000, quota = 1000 } = {}) {
    Object.assign(this, { defect, invoke, deleting, quota });
  }

  // Performs an operation for an account in a region. Undefined stands for an operation that has no output.
  async answer(operation, input, account, region) {
    const owner = this.defect === 'accounts-shared' ? '' : account;
    const where = this.defect === 'regions-shared' ? '' : region;
    const place = this.#places.at(keyOf(owner, where), () => ({
      rules: new Map(),
      findings: new Tables(),
      exceptions: new Tables(),
    }));
    const now = Date.now();
    this.#finishDeletes(place, now);
    return this[operation](input, { account, region, place, now });
  }

  // ---- Remediation exceptions

  async PutRemediationExceptions(input, { place, now }) {
    const { ConfigRuleName: rule, Message: message, ExpirationTime: expires } = input;
    // Choice: a rule that does not exist is a parameter that is not valid: the operation declares that error.
    if (!place.rules.has(rule)) throw invalid(`There is no rule ${rule}.`);
    let keys = input.ResourceKeys.map((key) => this.#key(key));
    // Choice: a key that is named twice is rejected. One exception for each key [API].
    const different = new Set(keys.map((key) => key.full));
    if (different.size < keys.length && this.defect !== 'key-twice') throw invalid('A key is named twice.');
    if (this.defect === 'first-key-only') keys = keys.slice(0, 1);

    const accepted = ['NON_COMPLIANT']; // and no other can have an exception [API]
    if (this.defect === 'compliant-accepted') accepted.push('COMPLIANT');
    if (this.defect === 'not-applicable-accepted') accepted.push('NOT_APPLICABLE');
    const findings = place.findings.at(rule);
    const items = keys.map((key, index) => ({
      key,
      index,
      item: input.ResourceKeys[index],
      state: findings.get(key.full)?.compliance,
    }));
    const failed = items.filter((entry) => !accepted.includes(entry.state));
    if (failed.length > 0) {
      // Choice: all or nothing, and every key that has got no exception is told with its reason.
      return this.#failures(rule, items, failed);
    }

    let rows = place.exceptions.at(rule);
    if (this.defect === 'lost-update') {
      rows = new Map(rows); // what others write while this put waits is written over
      await pause(10);
      place.exceptions.set(rule, rows);
    }
    this.#sweep(rows, now);
    for (const { key, index, item } of items) {
      const twice = this.defect === 'key-twice' && keys.some((other, at) => at !== index && other.full === key.full);
      const at = twice ? `${key.at}#${index}` : key.at;
      const before = this.#isOver(rows.get(at), now) ? undefined : rows.get(at);
      if (before && this.defect === 'no-upsert') continue;
      // Adds the exception, or updates the one of the same rule, type and id [API]. Choice: an update keeps the message
      // and the time that it leaves out, and a time is kept in whole seconds.
      rows.set(at, {
        at,
        order: hashed(at),
        item: { ConfigRuleName: rule, ResourceType: item.ResourceType, ResourceId: item.ResourceId },
        message: message ?? before?.message,
        expires: expires === undefined ? before?.expires : Math.floor(expires / 1000) * 1000,
      });
    }
    return {}; // Choice: FailedBatches is absent where nothing failed.
  }

  DescribeRemediationExceptions(input, { place, now }) {
    const rule = input.ConfigRuleName;
    // Choice: a rule that does not exist is a parameter that is not valid.
    if (!place.rules.has(rule)) throw invalid(`There is no rule ${rule}.`);
    const rows = [...place.exceptions.at(rule).values()];
    if (input.ResourceKeys !== undefined) {
      // Limit and NextToken are not applicable to keys [API]. Choice: they are rejected.
      if (input.Limit !== undefined || input.NextToken !== undefined) {
        throw invalid('Limit and NextToken are not applicable if ResourceKeys are given.');
      }
      const keys = new Set(input.ResourceKeys.map((key) => this.#key(key).at));
      const isAsked = (row) => keys.has(row.at.replace(/#\d+$/, '')) || this.defect === 'keys-filter-ignored';
      const isThere = (row) => this.defect === 'expired-by-key' || !this.#isOver(row, now);
      const chosen = rows.filter((row) => isAsked(row) && isThere(row));
      return { RemediationExceptions: chosen.map((row) => this.#shown(row)) };
    }
    // 25 to a page by default, and for Limit 0 [API]. Choice: never more, which is what the list allows [model].
    const entries = rows.map((row) => ({
      order: row.order,
      item: this.#shown(row),
      hidden: this.#isOver(row, now),
    }));
    return this.#page('RemediationExceptions', entries, input, 25, 25);
  }

  DeleteRemediationExceptions(input, { place, now }) {
    const rule = input.ConfigRuleName;
    // Choice: a rule that does not exist is told as the operations on rules tell it.
    if (!place.rules.has(rule)) throw notFound(rule);
    const rows = place.exceptions.at(rule);
    const keys = input.ResourceKeys.map((key) => this.#key(key).at);
    const wanted = new Set(keys);
    const there = [...rows.values()].filter(
      (row) => wanted.has(row.at.replace(/#\d+$/, '')) && !this.#isOver(row, now),
    );
    const found = new Set(there.map((row) => row.at.replace(/#\d+$/, '')));
    // To delete what does not exist is this error [API]. Choice: also if only some do not, and then nothing is deleted;
    // a key that is named twice does not exist the second time.
    if (found.size < keys.length && this.defect !== 'delete-absent-succeeds') {
      throw new ApiError('NoSuchRemediationExceptionException', 'One of the remediation exceptions does not exist.');
    }
    for (const row of there) rows.delete(row.at);
    if (this.defect === 'delete-all') rows.clear();
    return {};
  }

  #key({ ResourceType, ResourceId }) {
    const full = keyOf(ResourceType, ResourceId);
    return { full, at: this.defect === 'type-not-in-key' ? keyOf(ResourceId) : full };
  }

  // An exception is deleted after its ExpirationTime [API]. Choice: a second after the second in which it expires.
  #isOver(row, now) {
    return row?.expires !== undefined && row.expires + 1000 <= now && this.defect !== 'expiry-ignored';
  }

  // What has expired leaves the table some seconds later; until then it leaves gaps in pages.
  #sweep(rows, now) {
    for (const row of rows.values()) {
      if (this.#isOver(row, now - 5000) && this.defect !== 'expired-by-key') rows.delete(row.at);
    }
  }

  #shown({ item, message, expires }) {
    const shown = { ...item };
    if (message !== undefined && this.defect !== 'message-dropped') shown.Message = message;
    if (expires !== undefined && this.defect !== 'expiration-dropped') {
      shown.ExpirationTime = this.defect === 'expiration-text' ? new Date(expires).toISOString() : expires / 1000;
    }
    return shown;
  }

  // Choice: batches of ten at most, of which the model allows 25; their items have the members that are required.
  #failures(rule, items, failed) {
    if (this.defect === 'failures-untold') return {};
    const size = this.defect === 'batch-over-25' ? 100 : 10;
    const byReason = new Tables();
    for (const entry of items) {
      const reason = failed.includes(entry)
        ? `Exceptions are for resources that are NON_COMPLIANT, and this one is ${entry.state ?? 'not evaluated'}.`
        : 'No exception was added, because of other keys in the request.';
      const item = { ConfigRuleName: rule, ...entry.item };
      const camel = (name) => name[0].toLowerCase() + name.slice(1);
      const written = Object.entries(item).map(([name, value]) => [camel(name), value]);
      byReason
        .at(reason, () => [])
        .push(this.defect === 'failed-items-case' ? Object.fromEntries(written) : item);
    }
    const batches = [];
    for (const [reason, all] of byReason) {
      for (let start = 0; start < all.length; start += size) {
        batches.push({ FailureMessage: reason, FailedItems: all.slice(start, start + size) });
      }
    }
    return { FailedBatches: batches };
  }

  // ---- Rules

  PutConfigRule(input, call) {
    const { place } = call;
    const put = input.ConfigRule;
    const rule = this.#ruleToUpdate(put, place);
    const name = rule?.name ?? put.ConfigRuleName;
    // A new rule needs a name [API].
    if (name === undefined) throw invalid('A new rule needs a ConfigRuleName.');
    // A rule that is being deleted can not be updated [API].
    if (rule?.over !== undefined) throw this.#busy(name);
    // Only ACTIVE can be asked for [inferred].
    if ((put.ConfigRuleState ?? 'ACTIVE') !== 'ACTIVE') throw invalid('The ConfigRuleState can only be ACTIVE.');
    const whole = merged(rule?.put, put);
    rejectOddRule(whole, this.invoke !== undefined);
    // 1000 rules for an account in a region [guide, service limits].
    if (rule === undefined && place.rules.size >= this.quota) {
      throw new ApiError('MaxNumberOfConfigRulesExceededException', `There are ${this.quota} config rules already.`);
    }
    const old = this.defect === 'rule-twice' ? undefined : rule;
    const fresh = { name, ...(old ? { id: old.id, arn: old.arn } : identity(call)), put: whole };
    place.rules.set(name, fresh);
    if (whole.Source.Owner === 'CUSTOM_LAMBDA') {
      const resultToken = seal('result', [call.account, call.region, fresh.id]);
      this.invoke({ configRuleName: name, configRuleArn: fresh.arn, resultToken });
    }
  }

  DescribeConfigRules(input, { place }) {
    const names = input.ConfigRuleNames ?? [];
    const { EvaluationMode: mode, RuleEvaluationVisibility: visibility } = input.Filters ?? {};
    const isAsked = (shown) =>
      (mode === undefined || shown.EvaluationModes.some((entry) => entry.Mode === mode)) &&
      (visibility === undefined || shown.RuleEvaluationVisibility === visibility);
    const show = (rule) => shownRule(rule, rule.over === undefined ? 'ACTIVE' : 'DELETING');
    if (names.length > 0) {
      // A token is for all rules. Choice: beside names it has to be a good one, but says nothing.
      if (input.NextToken !== undefined) unseal('ConfigRules', input.NextToken, 'InvalidNextTokenException');
      // A name that does not exist rejects the request [API, observed]. Choice: rules come back in the order of the
      // names, as often as they are named.
      const unknown = names.find((name) => !place.rules.has(name));
      if (unknown !== undefined && this.defect !== 'unknown-name-ignored') throw notFound(unknown);
      const known = names.filter((name) => place.rules.has(name));
      return { ConfigRules: known.map((name) => show(place.rules.get(name))).filter(isAsked) };
    }
    // 25 to a page, in the order of bytes [observed].
    const entries = [...place.rules.values()].map((rule) => ({ order: octets(rule.name), item: show(rule) }));
    return this.#page('ConfigRules', entries.filter((entry) => isAsked(entry.item)), input, 25, 25);
  }

  DeleteConfigRule(input, { place, now }) {
    const name = input.ConfigRuleName;
    const rule = place.rules.get(name);
    if (rule === undefined) throw notFound(name);
    // It is DELETING until all is deleted, and rejects to be deleted again meanwhile [API].
    if (rule.over !== undefined) throw this.#busy(name);
    if (this.deleting > 0) rule.over = now + this.deleting;
    else this.#forget(place, name);
  }

  #finishDeletes(place, now) {
    for (const rule of place.rules.values()) {
      if (!(rule.over <= now)) continue;
      if (this.defect === 'delete-forgotten') delete rule.over;
      else this.#forget(place, rule.name);
    }
  }

  // The rule and its results are erased [API]. Choice: exceptions stay, for a rule that is made again with that name.
  #forget(place, name) {
    place.rules.delete(name);
    if (this.defect !== 'rule-keeps-results') place.findings.delete(name);
  }

  // An update may name the rule by its name, its id or its ARN, of which AWS Config assigns two [API].
  #ruleToUpdate(put, { rules }) {
    const all = [...rules.values()];
    const byId = put.ConfigRuleId && all.find((rule) => rule.id === put.ConfigRuleId);
    const byArn = put.ConfigRuleArn && all.find((rule) => rule.arn === put.ConfigRuleArn);
    const byName = rules.get(put.ConfigRuleName);
    if ((put.ConfigRuleId && !byId) || (put.ConfigRuleArn && !byArn)) {
      throw invalid('No rule has that ConfigRuleId or ConfigRuleArn, and a new rule is assigned them.');
    }
    const rule = byId || byArn || byName;
    const named = new Set([byId, byArn, byName].filter(Boolean));
    if (named.size > 1 || (rule && put.ConfigRuleName !== undefined && put.ConfigRuleName !== rule.name)) {
      throw invalid('The name, the id and the ARN are not those of one rule.');
    }
    return rule;
  }

  #busy(name) {
    return new ApiError('ResourceInUseException', `The rule ${name} is being deleted. Please try again later.`);
  }

  // ---- Evaluations

  PutEvaluations(input, { account, region, place, now }) {
    // In a test run the token need not be valid, and nothing is updated [API].
    let rule;
    if (!input.TestMode) {
      const [owner, where, id] = unseal('result', input.ResultToken, 'InvalidResultTokenException');
      if (owner !== account || where !== region) unseal('result', '', 'InvalidResultTokenException');
      rule = [...place.rules.values()].find((known) => known.id === id);
      if (rule === undefined) throw notFound('that of the result token');
    }
    if (input.Evaluations === undefined) throw invalid('The Evaluations can not be null.'); // [inferred]
    for (const evaluation of input.Evaluations) {
      this.#rejectOddCompliance(evaluation);
      if (!resourceTypes.has(evaluation.ComplianceResourceType)) {
        throw invalid(`The resource type ${evaluation.ComplianceResourceType} is invalid.`); // [observed]
      }
    }
    if (rule) for (const evaluation of input.Evaluations) this.#find(place, rule, evaluation, now);
    return { FailedEvaluations: [] }; // [observed]
  }

  PutExternalEvaluation(input, { account, place, now }) {
    const evaluation = input.ExternalEvaluation;
    // A rule that is no process check is no such rule [API]. Choice: that is looked at first.
    const rule = place.rules.get(input.ConfigRuleName);
    if (rule === undefined || !(isProcessCheck(rule) || this.defect === 'external-any-rule')) {
      throw notFound(input.ConfigRuleName);
    }
    // Only the account can be evaluated, and by its id [API].
    const isAccount =
      evaluation.ComplianceResourceType === 'AWS::::Account' &&
      (evaluation.ComplianceResourceId === account || this.defect === 'external-any-account');
    if (!isAccount) throw invalid('Only the account itself can be evaluated, as AWS::::Account with its id.');
    this.#rejectOddCompliance(evaluation);
    this.#find(place, rule, evaluation, now);
    return {};
  }

  GetComplianceDetailsByConfigRule(input, { place }) {
    const rule = input.ConfigRuleName;
    if (!place.rules.has(rule)) throw notFound(rule);
    const types = input.ComplianceTypes ?? [];
    if (types.includes('INSUFFICIENT_DATA')) throw invalid('INSUFFICIENT_DATA is no filter here.'); // [API]
    const isAsked = ({ compliance }) =>
      types.length === 0 || types.includes(compliance) || this.defect === 'details-unfiltered';
    const entries = [...place.findings.at(rule).values()]
      // Results that are NOT_APPLICABLE are cleaned up [guide]. Choice: at once.
      .filter((found) => found.compliance !== 'NOT_APPLICABLE' && isAsked(found))
      .map((found) => ({
        order: octets(found.id) + hashed(found.type),
        item: {
          EvaluationResultIdentifier: {
            EvaluationResultQualifier: {
              ConfigRuleName: rule,
              ResourceType: found.type,
              ResourceId: found.id,
              EvaluationMode: 'DETECTIVE', // [observed]
            },
            OrderingTimestamp: Math.floor(found.ordering / 1000), // [observed: whole seconds]
          },
          ComplianceType: found.compliance,
          ResultRecordedTime: found.recorded / 1000,
          ConfigRuleInvokedTime: (found.recorded - 812) / 1000, // [observed: always there]
          Annotation: found.annotation,
        },
      }));
    return this.#page('EvaluationResults', entries, input, 10, 100);
  }

  DescribeComplianceByResource(input, { place }) {
    const { ResourceType: type, ResourceId: id, ComplianceTypes: types = [] } = input;
    if (id !== undefined && type === undefined) throw invalid('A ResourceId needs a ResourceType.'); // [API]
    // A resource is never NOT_APPLICABLE [API, Compliance]. Choice: to filter by that is rejected.
    if (types.includes('NOT_APPLICABLE')) throw invalid('A resource can not be NOT_APPLICABLE.');
    const resources = new Tables();
    // A resource that is asked for, and has no results, has insufficient data [API].
    if (id !== undefined) resources.set(keyOf(type, id), []);
    for (const findings of place.findings.values()) {
      for (const [key, found] of findings) {
        if (type !== undefined && found.type !== type) continue;
        if (id !== undefined && found.id !== id) continue;
        resources.at(key, () => []).push(found.compliance);
      }
    }
    const entries = [...resources]
      .map(([key, states]) => {
        const [ResourceType, ResourceId] = JSON.parse(key);
        return { order: hashed(key), item: { ResourceType, ResourceId, Compliance: this.#summary(states) } };
      })
      .filter(({ item }) => types.length === 0 || types.includes(item.Compliance.ComplianceType));
    return this.#page('ComplianceByResources', entries, input, 10, 100);
  }

  // NON_COMPLIANT with one rule or more, and then with their count; COMPLIANT with all that apply; else unknown [API].
  #summary(states) {
    let broken = states.filter((state) => state === 'NON_COMPLIANT').length;
    if (this.defect === 'resource-forgives' && states.includes('COMPLIANT')) broken = 0;
    if (broken === 0) return { ComplianceType: states.includes('COMPLIANT') ? 'COMPLIANT' : 'INSUFFICIENT_DATA' };
    const cap = 100; // Choice.
    const count = Math.min(broken, cap) + (this.defect === 'contributors-miscounted' ? 1 : 0);
    return {
      ComplianceType: 'NON_COMPLIANT',
      ComplianceContributorCount: { CappedCount: count, CapExceeded: broken > cap },
    };
  }

  #rejectOddCompliance({ ComplianceType: type }) {
    if (type === 'INSUFFICIENT_DATA' && this.defect !== 'insufficient-data-accepted') {
      throw invalid('An evaluation can not say INSUFFICIENT_DATA.'); // [API]
    }
  }

  #find(place, rule, evaluation, now) {
    const key = keyOf(evaluation.ComplianceResourceType, evaluation.ComplianceResourceId);
    place.findings.at(rule.name).set(key, {
      type: evaluation.ComplianceResourceType,
      id: evaluation.ComplianceResourceId,
      compliance: evaluation.ComplianceType,
      ordering: evaluation.OrderingTimestamp,
      annotation: evaluation.Annotation,
      recorded: now,
    });
    // Choice: an exception is cleared once its resource is COMPLIANT, as there is nothing left to remedy.
    if (evaluation.ComplianceType === 'COMPLIANT') place.exceptions.at(rule.name).delete(key);
  }

  // ---- Pages

  // A page looks at as many entries as it may have rows, and leaves out those that are hidden: so it may be short, or
  // empty, and has a token as long as it was full [choice]. The token names the last entry that was looked at.
  #page(member, entries, input, standard, cap) {
    const { Limit: limit = 0, NextToken: token } = input;
    if (limit < 0 || limit > 100) throw invalid('The limit is from 0 to 100.'); // [model]
    if (this.defect === 'zero-limit-empty' && input.Limit === 0) return { [member]: [] };
    const size = this.defect === 'limit-ignored' ? standard : Math.min(limit || standard, cap);
    let after = '';
    if (token !== undefined && this.defect !== 'token-ignored') {
      try {
        after = unseal(member, token, 'InvalidNextTokenException');
      } catch (error) {
        if (this.defect !== 'bad-token-accepted') throw error;
      }
    }
    entries.sort((a, b) => (a.order < b.order ? -1 : 1));
    const rest = entries.filter((entry) => entry.order > after);
    if (after !== '' && this.defect === 'page-loses-row') rest.shift();
    const page = rest.slice(0, size);
    return {
      [member]: page.filter((entry) => !entry.hidden).map((entry) => entry.item),
      NextToken: page.length === size ? seal(member, page.at(-1).order) : undefined,
    };
  }
}
