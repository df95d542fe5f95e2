// coverage.mjs: which constraints of the request side builtin exercises.  Reads results of cc-call (of the
// description NAME) on stdin; each constraint at each place is looked for twice: a valid case on its edge, and
// a checked case that breaks it and says so.  Prints what was not found, one a line (-v: why, where there is a
// reason not to look), and closes with the counts; exit code 1 where something was not found.
//
//     cc-split SPEC | cc-call -p builtin --cases all | node tests/oracle/coverage.mjs NAME [-v]
//
// The descriptions are read here anew, with nothing of the C code: what that overlooks shows.
import { createInterface } from 'node:readline';

const DEPTH = 6; // members and items above a place; deeper ones are not looked at
const LONG = 4096; // characters of a text that is worth sending
const MANY = 256; // items

// Places of which no valid value can be made, or none that breaks the constraint: operation, place, why.
const exceptions = [
  ['POST /vector_stores/{vector_store_id}/search', 'body /filters', 'an item of a filter may be anything, and must not be two things'],
  ['POST /evals/{eval_id}/runs', 'body /data_source/sampling_params/tools/0/filters', 'an item of a filter may be anything, and must not be two things'],
  ['POST /evals/{eval_id}/runs', 'body /data_source/input_messages/template/0', 'a message of several forms is valid in two of them'],
  ...['POST /realtime/calls', 'POST /realtime/client_secrets'].flatMap((id) => [
    [id, 'body /session/audio/input/format/rate', 'another form allows it'],
    [id, 'body /session/audio/output/format/rate', 'another form allows it'],
    [id, 'body /session/tools/0/type', 'another form allows it'],
  ]),
  ['POST /realtime/calls/{call_id}/accept', 'body /audio/input/format/rate', 'another form allows it'],
  ['POST /realtime/calls/{call_id}/accept', 'body /audio/output/format/rate', 'another form allows it'],
  ['POST /realtime/calls/{call_id}/accept', 'body /tools/0/type', 'another form allows it'],
  ['POST /orgs/{org}/campaigns', 'body  ', 'one form asks for a member that must not be there'],
  ['POST /chat/completions', 'body /top_logprobs', 'allOf takes the null away'],
  ['PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', 'body /status', 'no form has the value'],
];

const name = process.argv[2];
const verbose = process.argv[3] === '-v';
const counts = { met: 0, missed: 0 };
const excused = new Map();
const missed = new Map();

const excuse = (why) => excused.set(why, (excused.get(why) ?? 0) + 1);

// A part of the schemas that hold at one place: references followed, allOf taken apart.
function flatten(schema, defs, older, parts = [], seen = new Set()) {
  if (schema === null || typeof schema !== 'object' || seen.has(schema)) return parts;
  seen.add(schema);
  if (schema.$ref !== undefined) {
    const target = defs[decodeURIComponent(schema.$ref.replace(/^#\/\$defs\//, '')).replace(/~1/g, '/').replace(/~0/g, '~')];
    flatten(target, defs, older, parts, seen);
    if (older) return parts;
  }
  parts.push(schema);
  for (const part of schema.allOf ?? []) flatten(part, defs, older, parts, seen);
  return parts;
}

// The same with every branch of oneOf and anyOf in it: what is allowed by any of them.
function deepParts(schema, defs, older, depth = 0) {
  const parts = flatten(schema, defs, older);
  if (depth > 3) return parts;
  return parts.concat(parts.flatMap((p) => [...(p.oneOf ?? []), ...(p.anyOf ?? [])].flatMap((b) => deepParts(b, defs, older, depth + 1))));
}

const typesOf = (part) => (part.type === undefined ? undefined : [].concat(part.type));
const first = (parts, keyword) => parts.find((p) => p[keyword] !== undefined)?.[keyword];
const token = (name) => name.replace(/~/g, '~0').replace(/\//g, '~1');

// Formats that bound a number, and those that say what a text is.
const RANGES = ['int32', 'int64', 'uint32', 'uint64', 'int8', 'int16', 'uint8', 'uint16'];
const TEXTS = ['date', 'date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'url', 'uuid', 'uri-reference',
  'byte', 'time', 'duration', 'json-pointer', 'regex'];

// What is to be looked for at a place: {keyword, on(value), out}.
function* constraints(parts, where) {
  const textual = where.textual;
  const types = parts.map(typesOf).filter(Boolean);
  const values = first(parts, 'enum');
  const nullable = (parts.some((p) => p.nullable === true) || (types.length > 0 && types.every((t) => t.includes('null'))))
    && (values === undefined || values.includes(null));
  const type = types[0]?.find((t) => t !== 'null');
  const is = (keyword) => (v) => v === first(parts, keyword);
  for (const keyword of ['minimum', 'maximum']) {
    const limit = first(parts, keyword);
    if (typeof limit !== 'number' || type === 'string' || type === 'boolean') continue;
    const strict = first(parts, keyword === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum') === true;
    yield { keyword, limit, on: strict ? (v) => typeof Number(v) === 'number' : (v) => Number(v) === limit };
  }
  for (const keyword of ['exclusiveMinimum', 'exclusiveMaximum'])
    if (typeof first(parts, keyword) === 'number') yield { keyword, limit: first(parts, keyword), on: () => true };
  for (const keyword of ['minLength', 'maxLength']) {
    const limit = first(parts, keyword);
    if (typeof limit === 'number' && type === 'string' && first(parts, 'enum') === undefined)
      yield { keyword, limit, on: (v) => [...String(v)].length === limit };
  }
  for (const keyword of ['minItems', 'maxItems']) {
    const limit = first(parts, keyword);
    if (typeof limit === 'number' && type === 'array') yield { keyword, limit, on: (v) => Array.isArray(v) && v.length === limit };
  }
  for (const keyword of ['minProperties', 'maxProperties']) {
    const limit = first(parts, keyword);
    if (typeof limit === 'number') yield { keyword, limit, on: (v) => v && Object.keys(v).length === limit };
  }
  if (first(parts, 'multipleOf') !== undefined) yield { keyword: 'multipleOf', on: () => true };
  if (first(parts, 'uniqueItems') === true && type === 'array') yield { keyword: 'uniqueItems', on: () => true };
  if (values !== undefined) {
    for (const value of values)
      yield { keyword: 'enum', limit: JSON.stringify(value), on: (v) => JSON.stringify(v) === JSON.stringify(value) || (textual && String(v) === String(value)), valueOnly: true, value };
    yield { keyword: 'enum', on: () => true, type };
  }
  if (first(parts, 'const') !== undefined) yield { keyword: 'const', on: () => true };
  const format = first(parts, 'format');
  if (format !== undefined && values === undefined) {
    const bounded = ['minimum', 'exclusiveMinimum'].some((k) => first(parts, k) !== undefined) &&
      ['maximum', 'exclusiveMaximum'].some((k) => first(parts, k) !== undefined);
    if (RANGES.includes(format) && bounded) yield { keyword: 'format', on: () => true, excuse: 'the bounds are tighter than the format' };
    else if (RANGES.includes(format) && type !== 'string') yield { keyword: 'format', on: () => true, limit: format, range: true };
    else if (TEXTS.includes(format) && (type === 'string' || type === undefined)) yield { keyword: 'format', on: () => true, limit: format };
  }
  if (first(parts, 'pattern') !== undefined && values === undefined && (type === 'string' || type === undefined)) yield { keyword: 'pattern', on: () => true, limit: first(parts, 'pattern') };
  if (type !== undefined) yield { keyword: 'type', on: () => true, limit: type };
  if (parts.some((p) => p.nullable === true) && !where.older)
    excuse('nullable says nothing in OpenAPI 3.1, and is meant');
  else if (type !== undefined && !textual)
    yield nullable ? { keyword: 'nullable', on: (v) => v === null, valueOnly: true } : { keyword: 'null', technique: 'null_value', as: 'type', on: () => true };
  for (const p of parts) {
    if (p.additionalProperties === false || p.unevaluatedProperties === false) yield { keyword: p.additionalProperties === false ? 'additionalProperties' : 'unevaluatedProperties', at: '/unexpected_property', on: () => true };
    if (p.contains !== undefined && type === 'array') {
      const least = p.minContains ?? 1;
      yield { keyword: p.minContains === undefined ? 'contains' : 'minContains', limit: least, on: (v) => Array.isArray(v) && v.length >= least };
      if (p.maxContains !== undefined) yield { keyword: 'maxContains', limit: p.maxContains, on: (v) => Array.isArray(v) && v.length >= p.maxContains };
    }
    if (p.propertyNames !== undefined && p.propertyNames !== true) yield { keyword: 'propertyNames', on: (v) => v && Object.keys(v).length > 0 };
    for (const pattern of Object.keys(p.patternProperties ?? {}))
      yield { keyword: 'patternProperties', limit: pattern, on: (v) => v && Object.keys(v).some((key) => new RegExp(pattern, 'u').test(key)), valueOnly: true };
    if (p.not !== undefined) yield { keyword: 'not', on: () => true };
    for (const [key, needs] of Object.entries(p.dependentRequired ?? {}))
      for (const need of needs) yield { keyword: 'dependentRequired', limit: key, at: `/${token(need)}`, on: () => true };
  }
}

// Why nothing at this place can break a constraint, or not on the wire.
function unbreakable(c, where, parts, siblings) {
  const { textual } = where;
  if (c.excuse) return c.excuse;
  const own = parts.flatMap((p) => typesOf(p) ?? []);
  for (const other of siblings) {
    const types = other.flatMap((p) => typesOf(p) ?? []);
    const alike = types.length === 0 || own.some((t) => types.includes(t)) || (textual && types.includes('string'));
    if (c.keyword === 'null' && (types.includes('null') || types.length === 0 || other.some((p) => p.nullable))) return 'another form allows it';
    if (c.keyword === 'type' && (types.length === 0 || types.includes('string') || types.includes('boolean') || types.includes('integer') || types.includes('number'))) return 'another form allows it';
    if (alike && !['null', 'type', 'nullable'].includes(c.keyword) && first(other, c.keyword) === undefined) return 'another form allows it';
  }
  if (c.keyword === 'minLength' && c.limit < 10 && TEXTS.includes(first(parts, 'format'))) return 'the format asks for more';
  if (['minLength', 'maxLength'].includes(c.keyword) && first(parts, 'pattern') !== undefined && fixes(first(parts, 'pattern'), c)) return 'the pattern says the same';
  const type = parts.map(typesOf).find(Boolean)?.find((t) => t !== 'null');
  if (textual) {
    if (c.keyword === 'type' && type === 'string') return 'text is text: no wrong type';
    if (c.keyword === 'type' && type === 'array') return 'a text is a list of one';
    if (c.keyword === 'type' && type === 'object') return 'an object of another type is no object on the wire';
    if (['additionalProperties', 'propertyNames'].includes(c.keyword)) return 'a member more is another parameter';
    if (['minItems', 'minLength'].includes(c.keyword) && c.limit === 1) return 'nothing is not sent';
  }
  if (['minLength', 'minItems', 'minProperties', 'minContains'].includes(c.keyword) && c.limit === 0) return 'nothing is below nothing';
  if (c.keyword === 'maxLength' && c.limit > LONG) return `longer than ${LONG} characters`;
  if (c.keyword === 'maxItems' && c.limit > MANY) return `more than ${MANY} items`;
  return undefined;
}

// Whether no text of one character less or more than a limit can match a pattern: tried with what patterns ask for.
function fixes(pattern, c) {
  const length = c.keyword === 'minLength' ? c.limit - 1 : c.limit + 1;
  if (/\{\d+\}\$?$/.test(pattern) || pattern.includes(`{${c.limit}}`) || (length === 0 && !new RegExp(pattern, 'u').test(''))) return true;
  const matches = (n) => new RegExp(pattern, 'u').test('a'.repeat(n)) || new RegExp(pattern, 'u').test('1'.repeat(n));
  if (matches(c.limit) && !matches(length)) return true;
  const highest = /\{\d+,(\d+)\}\$$/.exec(pattern);
  return c.keyword === 'maxLength' && highest !== null && Number(highest[1]) <= c.limit;
}

const at = (value, pointer) => {
  for (const t of pointer.split('/').slice(1)) {
    if (value === null || typeof value !== 'object') return undefined;
    value = value[t.replace(/~1/g, '/').replace(/~0/g, '~')];
  }
  return value;
};

const sizeOf = (v) => (v === null || typeof v !== 'object' ? 1 : 1 + Object.values(v).reduce((n, x) => n + sizeOf(x), 0));

const PLACES = { path: 'path_params', query: 'query_params', header: 'headers', cookie: 'cookies' };
const aliases = { minimum: 'exclusiveMinimum', maximum: 'exclusiveMaximum', exclusiveMinimum: 'minimum', exclusiveMaximum: 'maximum' };

class Operation {
  constructor(record) {
    this.record = record;
    this.older = /^(2|3\.0)/.test(record.spec.openapi ?? '');
    this.full = JSON.stringify(record.cases).length > 3.9 * 1024 * 1024;
    const most = Math.max(0, ...record.cases.filter((c) => c.technique === 'happy_full').map((c) => sizeOf(c.body)));
    this.wide = most > 800;
    this.valid = record.cases.filter((c) => !c.violates && c.checked);
    this.broken = new Set();
    for (const c of record.cases)
      if (c.violates && c.checked) {
        this.broken.add(`${c.violates.in} ${c.violates.pointer ?? ''} ${c.violates.keyword}`);
        this.broken.add(`${c.violates.in} ${c.violates.pointer ?? ''} ${c.technique}`);
      }
  }

  want(what, found, where) {
    const known = exceptions.find(([place, words]) => place === this.record.id && where.startsWith(words));
    if (found) counts.met++;
    else if (known) excuse(known[2]);
    else if (this.full) excuse('the cases of a record fill 4 MiB');
    else if (this.wide && what.startsWith('on ')) excuse('a full request ends at 1000 values');
    else {
      counts.missed++;
      const list = missed.get(what) ?? [];
      list.push(`${this.record.id} ${where}`);
      missed.set(what, list);
    }
  }

  valueOf(c, where, pointer) {
    if (where.in === 'body') return c.body === undefined ? undefined : at(c.body, pointer);
    const values = c[PLACES[where.in]];
    const [, name, ...below] = pointer.split('/');
    const text = values?.[name.replace(/~1/g, '/').replace(/~0/g, '~')];
    return (where.in === 'header' || where.in === 'cookie') && below.length > 0 ? text?.split(',')[below[0]] : at(values, pointer);
  }

  hasOn(where, pointer, on) {
    return this.valid.some((c) => {
      const v = this.valueOf(c, where, pointer);
      return v !== undefined && on(v);
    });
  }

  // Whether a case that lacks another member lacks this one too: the same request, for two reasons.
  lacks(where, pointer, key) {
    return this.record.cases.some((c) => {
      if (c.violates?.keyword !== 'required' || c.violates.in !== where.in || !c.checked) return false;
      if (c.violates.pointer.replace(/\/[^/]*$/, '') !== pointer) return false;
      const v = this.valueOf(c, where, pointer);
      return v === undefined || v[key] === undefined;
    });
  }

  hasOut(where, pointer, keyword) {
    return this.broken.has(`${where.in} ${pointer} ${keyword}`) || (aliases[keyword] !== undefined && this.broken.has(`${where.in} ${pointer} ${aliases[keyword]}`));
  }

  place(schema, where, pointer, depth, stack, siblings = []) {
    const parts = flatten(schema, this.record.$defs ?? {}, this.older);
    if (parts.length === 0 || parts.some((p) => stack.includes(p))) return;
    if (parts.some((p) => p.readOnly === true)) {
      if (where.in === 'body') this.want('out readOnly', this.hasOut(where, pointer, 'readOnly'), `${where.in} ${pointer}`);
      return;
    }
    if (depth > DEPTH) return excuse(`deeper than ${DEPTH}`);
    const spot = `${where.in} ${pointer}`;
    for (const c of constraints(parts, where)) {
      const words = c.limit === undefined ? spot : `${spot} (${c.limit})`;
      const pointed = pointer + (c.at ?? '');
      if (c.keyword === 'maxLength' && c.limit > LONG) excuse(`longer than ${LONG} characters`);
      else if (c.keyword === 'maxItems' && c.limit > MANY) excuse(`more than ${MANY} items`);
      else if (textualNothing(c, where)) excuse('nothing is not sent');
      else if (c.keyword === 'minLength' && c.limit < 10 && TEXTS.includes(first(parts, 'format'))) excuse('the format asks for more');
      else this.want(`on ${c.keyword}`, this.hasOn(where, pointer, c.on), words);
      if (c.valueOnly) continue;
      const why = unbreakable(c, where, parts, siblings);
      if (why !== undefined) excuse(why);
      else this.want(`out ${c.keyword}`, this.hasOut(where, pointed, c.technique ?? c.keyword), words);
    }
    const under = [...stack, ...parts];
    for (const p of parts) {
      for (const keyword of ['oneOf', 'anyOf'])
        (p[keyword] ?? []).forEach((branch) => {
          if (flatten(branch, this.record.$defs ?? {}, this.older).some((b) => under.includes(b))) return;
          this.branch(branch, where, pointer, depth, under, keyword, p[keyword].filter((b) => b !== branch), siblings);
        });
      this.conditions(p, where, pointer, depth, under, siblings);
      for (const [key, member] of Object.entries(p.properties ?? {})) {
        const needed = parts.some((q) => (q.required ?? []).includes(key));
        const below = `${pointer}/${token(key)}`;
        const inner = flatten(member, this.record.$defs ?? {}, this.older);
        if (needed && !inner.some((q) => q.readOnly === true)) {
          if (where.textual && (depth > 0 || where.in !== 'body' || !this.record.request.body.required) && parts.flatMap((q) => Object.keys(q.properties ?? {})).length === 1) excuse('an object without members is not sent');
          else this.want('out required', this.hasOut(where, below, 'required') || this.lacks(where, pointer, key), `${where.in} ${below}`);
        }
        this.place(member, where, below, depth + 1, under);
      }
      for (const [pattern, member] of Object.entries(p.patternProperties ?? {})) {
        const key = this.keyOf(where, pointer, pattern);
        if (key !== undefined) this.place(member, where, `${pointer}/${token(key)}`, depth + 1, under);
      }
      if (p.items !== undefined && !Array.isArray(p.items)) this.place(p.items, where, `${pointer}/0`, depth + 1, under);
    }
  }

  // What an `if` decides, and what members bring with them: each schema counts as if it were the place's own.
  conditions(p, where, pointer, depth, under, siblings) {
    if (p.if !== undefined) {
      this.want('on if', this.record.cases.some((c) => c.checked && !c.violates && /\((then|else)\)/.test(c.name)), `${where.in} ${pointer}`);
      for (const schema of [p.then, p.else]) if (schema !== undefined) this.place(schema, where, pointer, depth, under, siblings);
    }
    for (const [key, schema] of Object.entries(p.dependentSchemas ?? {})) {
      this.want('on dependentSchemas', this.hasOn(where, pointer, (v) => v && v[key] !== undefined), `${where.in} ${pointer} ${key}`);
      this.place(schema, where, pointer, depth, under, siblings);
    }
  }

  // The member of a case whose name matches.
  keyOf(where, pointer, pattern) {
    for (const c of this.valid) {
      const v = this.valueOf(c, where, pointer);
      const key = v && typeof v === 'object' ? Object.keys(v).find((k) => new RegExp(pattern, 'u').test(k)) : undefined;
      if (key !== undefined) return key;
    }
    return undefined;
  }

  // A branch is met by a valid case whose value at the place has what the branch asks for.
  branch(schema, where, pointer, depth, stack, keyword, others, outer) {
    const parts = flatten(schema, this.record.$defs ?? {}, this.older);
    const types = parts.flatMap((p) => typesOf(p) ?? []);
    const needed = parts.flatMap((p) => p.required ?? []);
    const values = first(parts, 'enum') ?? (first(parts, 'const') !== undefined ? [first(parts, 'const')] : undefined);
    const kind = (v) => (v === null ? 'null' : Array.isArray(v) ? 'array' : typeof v);
    const fits = (v) =>
      (types.length === 0 || types.some((t) => t === kind(v) || (t === 'integer' && kind(v) === 'number') || (where.textual && kind(v) === 'string'))) &&
      (values === undefined || values.some((x) => String(x) === String(v))) &&
      (kind(v) !== 'object' || needed.every((n) => v[n] !== undefined || parts.some((p) => p.properties?.[n]?.readOnly)));
    if (where.textual && types.every((t) => t === 'null') && types.length > 0) return excuse('null is not sent');
    this.want(`on ${keyword}`, this.hasOn(where, pointer, fits), `${where.in} ${pointer} ${schema.$ref ?? types.join('|')}`);
    this.place(schema, where, pointer, depth, stack, outer.concat(others.map((o) => deepParts(o, this.record.$defs ?? {}, this.older))));
  }

  look() {
    const { request = {}, security = [], responses = {} } = this.record;
    for (const p of request.parameters ?? []) {
      if (p.in === 'header' && ['accept', 'content-type', 'authorization'].includes(p.name.toLowerCase())) { excuse('a header that others say'); continue; }
      const credential = security.flat().some((s) => s.in === p.in && s.name === p.name);
      if (credential) { excuse('a credential'); continue; }
      const schema = p.schema ?? Object.values(p.content ?? {})[0]?.schema;
      const where = { in: p.in, textual: p.schema !== undefined, older: this.older };
      if (p.required && p.in !== 'path') this.want('out required', this.hasOut(where, `/${token(p.name)}`, 'required'), `${p.in} ${p.name}`);
      this.place(schema, where, `/${token(p.name)}`, 0, []);
    }
    const content = request.body?.content ?? {};
    const media = pick(Object.keys(content));
    if (media !== undefined) {
      const json = isJson(media);
      const kind = json ? 'json' : /multipart|form/.test(media) ? 'form' : 'other';
      if (kind === 'other') excuse(`a body of ${media}`);
      else this.place(content[media].schema, { in: 'body', textual: !json, older: this.older }, '', 0, []);
      if (request.body.required) this.want('out required', this.hasOut({ in: 'body' }, '', 'required'), 'the body');
      if (Object.keys(content).some((m) => m.startsWith('*/*'))) excuse('any media type will do');
      else this.want('media_type', this.record.cases.some((c) => c.technique === 'media_type'), '');
      if (json) this.want('malformed_body', this.record.cases.some((c) => c.technique === 'malformed_body'), '');
    }
    if (security.length > 0 && security.every((s) => s.length > 0)) {
      this.want('auth_missing', this.record.cases.some((c) => c.technique === 'auth_missing'), '');
      this.want('auth_malformed', this.record.cases.some((c) => c.technique === 'auth_malformed'), '');
    }
    this.want('method_not_allowed', this.record.cases.some((c) => c.technique === 'method_not_allowed'), '');
    if ((request.parameters ?? []).some((p) => p.in === 'path') && responses['404'])
      this.want('unknown_resource', this.record.cases.some((c) => c.technique === 'unknown_resource'), '');
  }
}

const textualNothing = (c, where) => where.textual && ['minItems', 'maxItems', 'minLength', 'maxLength'].includes(c.keyword) && c.limit === 0;
const isJson = (media) => /^(application\/json|\*\/\*|application\/\*)|\+json/.test(media);
const worth = (media) => (media === 'application/json' ? 7 : isJson(media) ? 6 : /x-www-form/.test(media) ? 4 : /^multipart/.test(media) ? 2 : 0);
const pick = (list) => list.reduce((best, media) => (best === undefined || worth(media) > worth(best) ? media : best), undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const record = JSON.parse(line);
  if (record.cases) new Operation(record).look();
}
for (const [what, list] of [...missed].sort((a, b) => b[1].length - a[1].length)) {
  console.log(`  ${what}: ${list.length} not found`);
  for (const place of verbose ? list : list.slice(0, 2)) console.log(`      ${place}`);
}
if (verbose) for (const [why, n] of excused) console.log(`  not looked for: ${n}, ${why}`);
const all = counts.met + counts.missed;
const left = [...excused.values()].reduce((sum, n) => sum + n, 0);
console.log(`${name}: ${counts.met} of ${all} met (${(all === 0 ? 100 : (100 * counts.met) / all).toFixed(1)} %), ${left} not looked for`);
process.exitCode = counts.missed === 0 ? 0 : 1;
