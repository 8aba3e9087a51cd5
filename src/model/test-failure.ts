import { KeelsonError } from "./keelson-error.ts";

/** The error that a run ends with. @throws it has none, or another one than people are to see */
export async function failureOf(run: Promise<unknown>): Promise<KeelsonError> {
  const error: unknown = await run.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof KeelsonError) return error;
  throw new Error("it did not fail as expected", { cause: error });
}
