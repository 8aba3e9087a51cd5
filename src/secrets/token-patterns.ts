import { hasUrlPassword } from "./url-password.ts";

interface TokenPattern {
  readonly what: string;
  readonly pattern: RegExp;
}

/**
 * Tokens and keys that give themselves away by their form. Each pattern asks for the whole form, prefix and
 * length, so that words and digests are not taken for one.
 */
const tokenPatterns: readonly TokenPattern[] = [
  { what: "a private key", pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { what: "an age key", pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/ },
  { what: "an AWS access key", pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  {
    what: "a GitHub token",
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})\b/,
  },
  { what: "a GitLab token", pattern: /\bgl(?:pat|dt|rt|cbt|ptt|soat)-[A-Za-z0-9_-]{20,}/ },
  { what: "a Slack token", pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{20,}/ },
  {
    what: "a Slack webhook",
    pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{20,}/,
  },
  { what: "a Stripe key", pattern: /\b[rs]k_live_[A-Za-z0-9]{20,}\b/ },
  { what: "a Google API key", pattern: /\bAIza[A-Za-z0-9_-]{35}/ },
  { what: "an OpenAI or Anthropic key", pattern: /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{40,}/ },
  { what: "a Hugging Face token", pattern: /\bhf_[A-Za-z]{34}\b/ },
  { what: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { what: "a PyPI token", pattern: /\bpypi-AgE[A-Za-z0-9_-]{50,}/ },
  { what: "a SendGrid key", pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/ },
  { what: "a Vault token", pattern: /\bhv[sbr]\.[A-Za-z0-9_-]{24,}/ },
  { what: "a DigitalOcean token", pattern: /\bdo[por]_v1_[a-f0-9]{64}\b/ },
  { what: "an Azure storage key", pattern: /\bAccountKey=[A-Za-z0-9+/]{86}==/ },
  {
    what: "a JSON Web Token",
    pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/,
  },
];

const mostLikely = new RegExp(tokenPatterns.map(({ pattern }) => pattern.source).join("|"));

/** Base64 of `-----BEGIN `, the three ways it can be aligned. */
const encodedPem = /(?:LS0tLS1CRUdJTi|0tLS0tQkVHSU4g|tLS0tLUJFR0lOI)[A-Za-z0-9+/]{16,}/;

/** What kind of token a text holds, in its own form or in base64; undefined when it holds none. */
export function tokenIn(text: string): string | undefined {
  if (text.length < 12) return undefined;
  const found = mostLikely.test(text)
    ? tokenPatterns.find(({ pattern }) => pattern.test(text))
    : undefined;
  return (
    found?.what ?? encodedKeyIn(text) ?? (hasUrlPassword(text) ? "a password in a URL" : undefined)
  );
}

function encodedKeyIn(text: string): string | undefined {
  if (!encodedPem.test(text)) return undefined;
  const words = text.match(/[A-Za-z0-9+/]{40,}/g) ?? [];
  const isKey = words.some((word) =>
    [0, 1, 2, 3].some((skip) =>
      /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY/.test(
        Buffer.from(word.slice(skip), "base64").toString("latin1"),
      ),
    ),
  );
  return isKey ? "a private key in base64" : undefined;
}
