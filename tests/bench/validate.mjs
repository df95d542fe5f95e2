// validate.mjs FILE TIMES [text]: what validate.c does, by ajv.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.cwd() + '/');
const Ajv = require(process.env.AJV).default;
const [file, times, text] = process.argv.slice(2);
const { schema, instances } = JSON.parse(readFileSync(file, 'utf8'));
const validate = new Ajv().compile(schema);
const texts = instances.map((i) => JSON.stringify(i));
let valid = 0;
for (let n = Number(times); n > 0; n--)
  for (let i = 0; i < instances.length; i++)
    if (validate(text ? JSON.parse(texts[i]) : instances[i])) valid++;
console.log(valid);
