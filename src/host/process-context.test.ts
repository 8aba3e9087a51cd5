import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";

const module = new URL("process-context.ts", import.meta.url).href;

/** How a process that writes more than a pipe holds ends when its reader has gone, and what it said. */
function endsAs(write: "print" | "say", redirect: string): string {
  const script = `
    const { processContext } = await import(${JSON.stringify(module)});
    const context = processContext();
    for (let time = 0; time < 5; time += 1) {
      context.${write}("a line\\n".repeat(100_000));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    process.exitCode = 7;
  `;
  const pipe = `"$0" --input-type=module --eval "$1" ${redirect} | head -n 1; echo "\${PIPESTATUS[0]}"`;
  return execFileSync("bash", ["-c", `{ ${pipe}; } 2>&1`, process.execPath, script], {
    encoding: "utf8",
  });
}

describe("a reader that goes early", () => {
  test("leaves a command to its own end and exit code", () => {
    expect(endsAs("print", "")).toBe("a line\n7\n");
  });

  test("of what is said on the side does so too", () => {
    expect(endsAs("say", "2>&1 >/dev/null")).toBe("a line\n7\n");
  });
});

/** Whether talk and data have them where neither goes to a terminal. */
function colours(variables: Readonly<Record<string, string>>): unknown {
  const script = `
    const { processContext } = await import(${JSON.stringify(module)});
    const { colour, printsColour } = processContext();
    console.log(JSON.stringify([colour, printsColour]));
  `;
  const args = ["--input-type=module", "--eval", script];
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...env } = process.env;
  return JSON.parse(
    execFileSync(process.execPath, args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...env, ...variables },
    }),
  );
}

describe("colours", () => {
  test("are for terminals, also on CI", () => {
    expect(colours({ CI: "true", GITHUB_ACTIONS: "true" })).toEqual([false, false]);
  });

  test("can be asked for and refused", () => {
    expect(colours({ FORCE_COLOR: "1" })).toEqual([true, true]);
    expect(colours({ FORCE_COLOR: "1", NO_COLOR: "1" })).toEqual([false, false]);
  });
});
