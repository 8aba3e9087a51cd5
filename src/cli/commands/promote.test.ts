import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasPrograms } from "../../host/test-programs.ts";
import { CliRepository } from "./__fixtures__/cli-repository.ts";
import { files } from "./__fixtures__/small-repository.ts";

describe.skipIf(!hasPrograms("helm", "helmfile", "git"))("keelson promote", () => {
  let repository: CliRepository;
  beforeEach(() => {
    repository = new CliRepository(files);
    repository.commit();
  });
  afterEach(() => repository.remove());

  test("takes the leave that a guard asks for", () => {
    expect(repository.keelson("publish").exitCode).toBe(0);
    const lines = files["helmfile.yaml"].split("\n");
    const fewer = lines.filter((line) => !line.includes("name: two")).join("\n");
    repository.write({ "helmfile.yaml": fewer });
    repository.commit();
    expect(repository.keelson("publish", "dev", "--allow-prune").exitCode).toBe(0);
    const refused = repository.keelson("promote", "dev", "prod");
    expect(refused.exitCode).toBe(5);
    expect(refused.said).toContain("--allow-prune");
    const planned = repository.keelson("promote", "dev", "prod", "--dry-run");
    expect(planned.out).toMatch(/^Would publish nothing to /u);
    const promoted = repository.keelson("promote", "dev", "prod", "--allow-prune");
    expect(promoted.out).toMatch(/environments\/prod .* 1 removed/u);
    expect(promoted.exitCode).toBe(0);
  });
});
