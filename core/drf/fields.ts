import { parseInt10 } from "#core/drf/python-int.ts";
import { codePoints, PYTHON_SPACE, type PythonValue, str, strip } from "#core/drf/python-value.ts";

/** The result of validating a field: a value, or all its messages in the order in which the framework reports them. */
export type Field<T> = { ok: true; value: T } | { ok: false; errors: string[] };

/** `undefined` stands for a key that the body does not have. */
export type FieldInput = PythonValue | undefined;

function refuse<T>(...errors: string[]): Field<T> {
  return { ok: false, errors };
}

function absent<T>(input: null | undefined): Field<T> {
  return refuse(input === null ? "This field may not be null." : "This field is required.");
}

/** `CharField(max_length=maxLength)`, required, not null, not blank, trimmed. The length is in code points. */
export function charField(input: FieldInput, maxLength = Number.POSITIVE_INFINITY): Field<string> {
  if (input === undefined || input === null) return absent(input);
  if (typeof input !== "string" && typeof input !== "bigint" && typeof input !== "number") {
    return refuse("Not a valid string.");
  }
  const value = strip(str(input));
  if (value === "") return refuse("This field may not be blank.");
  const errors: string[] = [];
  // A string has at least as many UTF-16 units as code points, so short strings need no counting.
  if (value.length > maxLength && codePoints(value) > maxLength) {
    errors.push(`Ensure this field has no more than ${maxLength} characters.`);
  }
  if (value.includes("\0")) errors.push("Null characters are not allowed.");
  if (!value.isWellFormed()) {
    const code = loneSurrogate.exec(value)![0].charCodeAt(0).toString(16).toUpperCase();
    errors.push(`Surrogate characters are not allowed: U+${code}.`);
  }
  return errors.length === 0 ? { ok: true, value } : { ok: false, errors };
}

const loneSurrogate = /\p{Surrogate}/u;

const MAX_STRING_LENGTH = 1000;

// IntegerField.re_decimal: a fraction of zeros, and blanks behind it, are dropped before int() looks at the text.
const zeroFraction = new RegExp(`\\.0*[${PYTHON_SPACE}]*$`);

const MAX_INT64 = 2n ** 63n - 1n;

/**
 * `IntegerField()`, required, not null. Differs from the framework: a number beyond 64 bits is not a valid integer, and
 * a number beyond JavaScript's safe integers is returned as the nearest safe one (no id is that large, and any database
 * accepts it).
 */
export function integerField(input: FieldInput): Field<number> {
  if (input === undefined || input === null) return absent(input);
  if (
    typeof input === "string" &&
    input.length > MAX_STRING_LENGTH &&
    codePoints(input) > MAX_STRING_LENGTH
  ) {
    return refuse("String value too large.");
  }
  const number = typeof input === "bigint" ? input : parseInt10(str(input).replace(zeroFraction, ""));
  if (number === null || number > MAX_INT64 || number < -MAX_INT64 - 1n)
    return refuse("A valid integer is required.");
  const limited = Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Number(number)));
  return { ok: true, value: limited };
}

/** `ChoiceField(choices, default=fallback)` with integer keys, not null: the key or its decimal text, nothing else. */
export function choiceField<T extends number>(
  input: FieldInput,
  choices: readonly T[],
  fallback: T,
): Field<T> {
  if (input === undefined) return { ok: true, value: fallback };
  if (input === null) return absent(input);
  const text = str(input);
  const value = choices.find((choice) => String(choice) === text);
  return value === undefined ? refuse(`"${text}" is not a valid choice.`) : { ok: true, value };
}
