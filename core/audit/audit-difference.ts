/** A field whose value changed; undefined on a side where the field was absent. */
export interface FieldChange {
  /** A path such as `limits.perMinute` for a nested field. */
  field: string;
  before: string | undefined;
  after: string | undefined;
}

/**
 * What an audit entry reports as changed, field by field, in the entry's order. Unchanged fields are left out, unless
 * one of the sides is empty: then all fields of the other side are listed.
 */
export function differences(before: unknown, after: unknown): FieldChange[] {
  const [was, is] = [flat(before), flat(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((field) => ({ field, before: was.get(field), after: is.get(field) }))
    .filter((change) => change.before !== change.after);
}

/** The values of an object by path, formatted for people. A value that is not an object is one field without a name. */
function flat(value: unknown, path = ""): Map<string, string> {
  if (value === null || value === undefined) return new Map(path ? [[path, "null"]] : []);
  if (typeof value !== "object" || Array.isArray(value)) return new Map([[path, written(value)]]);
  const fields = Object.entries(value).flatMap(([name, each]) => [
    ...flat(each, path ? `${path}.${name}` : name),
  ]);
  return new Map(fields.length === 0 && path ? [[path, "{}"]] : fields);
}

function written(value: unknown): string {
  if (Array.isArray(value) && value.every((each) => typeof each === "string" || typeof each === "number"))
    return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
