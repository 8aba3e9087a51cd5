import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RenderedFile } from "../../../model/plan.ts";
import type { TextForm } from "./keep-texts.ts";
import { renderedFile as file, type TestRepository, testRepository } from "./test-repository.ts";

const names = ["a", "b", "c", "d"];

/** The form's version stands for all that it may write otherwise. */
function write(version: number, others: Readonly<Record<string, string>> = {}): RenderedFile[] {
  return names.map((name) => file(name, `${others[name] ?? name} # ${version}\n`));
}

describe("a new version of the form", () => {
  let repository: TestRepository;
  let asked: (readonly string[])[];

  beforeEach(async () => {
    repository = testRepository();
    asked = [];
    await publish(1, write(1));
  });
  afterEach(() => repository.remove());

  async function publish(version: number, files: readonly RenderedFile[]): Promise<string> {
    const over: TextForm["over"] = (present) => {
      asked.push([...present.keys()]);
      return files.map((one) => {
        const old = present.get(one.path);
        return old?.split(" ")[0] === one.text.split(" ")[0] ? { ...one, text: old ?? "" } : one;
      });
    };
    const { environments } = await repository.publish({ dev: files }, { form: { version, over } });
    return environments[0]?.plan.outcome ?? "";
  }

  function text(name: string): string {
    return repository.published("show", `environments/dev:web/${name}.yaml`);
  }

  function metadata(): unknown {
    return JSON.parse(repository.published("show", "environments/dev:hydrator.metadata"));
  }

  test("changes no file by itself, and reads none while the form is the same", async () => {
    expect(await publish(1, write(1))).toBe("unchanged");
    expect(asked).toEqual([]);
    expect(await publish(2, write(2))).toBe("unchanged");
    expect(asked).toEqual([names.map((name) => `web/${name}.yaml`)]);
  });

  test("is used for what changes, however often it is published", async () => {
    expect(await publish(2, write(2, { a: "other" }))).toBe("commit");
    expect(names.map(text)).toEqual(["other # 2", "b # 1", "c # 1", "d # 1"]);
    expect(metadata()).toMatchObject({ keelson: { textForm: 1 } });
    expect(await publish(2, write(2, { a: "other" }))).toBe("unchanged");
    expect(asked.at(-1)).toEqual(["web/b.yaml", "web/c.yaml", "web/d.yaml"]);
  });

  test("is the branch's own once nothing of the old one is left", async () => {
    const all = { a: "e", b: "f", c: "g", d: "h" };
    expect(await publish(2, write(2, all))).toBe("commit");
    expect(metadata()).toMatchObject({ keelson: { textForm: 2 } });
  });
});
