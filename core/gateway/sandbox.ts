/** Which messages come to the sandbox. */
export type SandboxTakes = "all" | "some" | "none";
