/** A field whose value changed; undefined where it was not there. */
export interface FieldChange {
  /** `limits.perMinute` for what lies deeper. */
  field: string;
  before: string | undefined;
  after: string | undefined;
}

/**
 * What an audit entry says that changed, field by field, in the order in which the entry names them. What stayed the
 * same is left out, unless nothing was there on one of the sides: then all that is there is told.
 */
export function differences(before: unknown, after: unknown): FieldChange[] {
  const [was, is] = [flat(before), flat(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((field) => ({ field, before: was.get(field), after: is.get(field) }))
    .filter((change) => change.before !== change.after);
}

/** The values of an object by path, each as people read it. What is no object is one field without a name. */
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
