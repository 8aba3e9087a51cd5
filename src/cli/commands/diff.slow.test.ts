import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../host/test-programs.ts";
import { CliRepository } from "./__fixtures__/cli-repository.ts";
import { files } from "./__fixtures__/small-repository.ts";

describe.skipIf(!hasPrograms("helm", "helmfile", "git"))("keelson diff", () => {
  let repository: CliRepository;

  beforeEach(() => {
    repository = new CliRepository(files);
  });
  afterEach(() => repository.remove());

  test("a diff is against what is published, and against any commit", () => {
    const sha = repository.commit();
    expect(repository.keelson("diff", "prod").out).toContain("2 added");
    expect(repository.keelson("publish", "prod", "--allow-dirty").exitCode).toBe(0);
    expect(repository.keelson("diff", "prod", "--exit-code")).toMatchObject({ exitCode: 0 });
    repository.write({ "prod.yaml": "a: 5\n" });
    const published = repository.keelson("diff", "prod", "--exit-code");
    const older = repository.keelson("diff", "prod", "--against", sha);
    expect(published.exitCode).toBe(5);
    for (const { out } of [published, older]) {
      expect(out).toContain("ConfigMap n1/one\n  data.a  2 -> 5\n");
      expect(out).toContain("2 objects changed, 0 added, 0 removed, 0 the same");
    }
  });

  test("a release that vanished is told by render, diff and publish, not by a partial render", () => {
    repository.commit();
    repository.keelson("render", "prod", "--output", "out");
    repository.keelson("publish", "prod", "--allow-dirty");
    const two = /- \{name: two.*\n/;
    repository.write({ "helmfile.yaml": files["helmfile.yaml"].replace(two, "") });
    const gone =
      /^RENDER_RELEASE_VANISHED {2}release two stands in no state file any more: its one object goes/m;
    expect(
      repository.keelson("render", "prod", "--output", "out", "--only", "name=one").said,
    ).not.toMatch(gone);
    expect(
      repository.keelson("publish", "prod", "--only", "name=one", "--allow-dirty").said,
    ).not.toMatch(gone);
    expect(repository.keelson("render", "prod", "--output", "out").said).toMatch(gone);
    expect(repository.keelson("diff", "prod").out).toMatch(gone);
    repository.write({
      "helmfile.yaml": files["helmfile.yaml"].replace("n2,", "n2, installed: false,"),
    });
    const off = /^helmfile.yaml:6 {2}RENDER_RELEASE_VANISHED {2}release two is switched off/m;
    expect(repository.keelson("diff", "prod").out).toMatch(off);
    const { exitCode, said } = repository.keelson(
      "publish",
      "prod",
      "--allow-dirty",
      "--allow-prune",
    );
    expect([exitCode, said]).toEqual([0, expect.stringMatching(off)]);
    expect(repository.keelson("diff", "prod").out).not.toContain("VANISHED");
  });

  test("one environment's failure hides no other's diff", () => {
    repository.commit();
    repository.write({ "prod.yaml": "b: 2\n" });
    const { exitCode, out, said } = repository.keelson("diff");
    expect([exitCode, out]).toEqual([3, expect.stringContaining("dev against")]);
    expect(said).toContain("RENDER_FAILED");
  });

  test("an object that cannot be read is an error of the diff, not a removal", () => {
    repository.commit();
    repository.write({ "web/templates/map.yaml": "apiVersion: v1\nkind: ConfigMap\n" });
    const { exitCode, said } = repository.keelson("diff", "prod");
    expect([exitCode, said]).toEqual([5, expect.stringContaining("RENDER_NO_IDENTITY")]);
  });

  test("a pull request is compared with where it left its target", () => {
    repository.commit();
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD");
    repository.write({ "prod.yaml": "a: 5\n" });
    const main = { GITHUB_BASE_REF: "main" };
    const { out } = repository.keelsonWith(main, "diff", "prod", "--format", "json");
    const report: unknown = JSON.parse(out);
    expect(report).toMatchObject({
      environments: [{ environment: "prod", diff: { changes: [{}, {}], same: 0 } }],
    });
  });
});
