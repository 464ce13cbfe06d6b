/** Who makes models, as Epoch AI's table of them names organisations. */

/** Exactly as written: the vendor by which our files of names know the maker. Nobody else's models are looked for. */
const VENDORS: Readonly<Record<string, string>> = {
  '01.AI': '01-ai',
  'AI21 Labs': 'ai21',
  Alibaba: 'alibaba',
  'Alibaba DAMO Academy': 'alibaba',
  'Allen Institute for AI': 'allenai',
  Amazon: 'amazon',
  Anthropic: 'anthropic',
  Baichuan: 'baichuan',
  Baidu: 'baidu',
  'Beijing Academy of Artificial Intelligence / BAAI': 'baai',
  BigScience: 'bigscience',
  ByteDance: 'bytedance',
  Cohere: 'cohere',
  'Cohere for AI': 'cohere',
  Databricks: 'databricks',
  DeepMind: 'google',
  DeepSeek: 'deepseek',
  EleutherAI: 'eleutherai',
  Facebook: 'meta',
  'Facebook AI': 'meta',
  'Facebook AI Research': 'meta',
  Google: 'google',
  'Google AI': 'google',
  'Google Brain': 'google',
  'Google Cloud': 'google',
  'Google DeepMind': 'google',
  'Google Research': 'google',
  'Hugging Face': 'huggingface',
  IBM: 'ibm',
  'Inception Labs': 'inception',
  'Inflection AI': 'inflection',
  'Meta AI': 'meta',
  Microsoft: 'microsoft',
  'Microsoft Research': 'microsoft',
  'Microsoft Research Asia': 'microsoft',
  'Mistral AI': 'mistral',
  Moonshot: 'moonshot',
  NVIDIA: 'nvidia',
  OpenAI: 'openai',
  Perplexity: 'perplexity',
  'Prime Intellect': 'prime-intellect',
  'Reka AI': 'reka',
  Runway: 'runway',
  'Shanghai AI Lab': 'internlm',
  'Stability AI': 'stability',
  Tencent: 'tencent',
  Writer: 'writer',
  'Zhipu AI': 'zhipu',
  xAI: 'xai',
}

/**
 * The vendors among the organisations of a row: `Google DeepMind,Google` is `google`. Universities that took part are no
 * vendors; where there are two, nothing tells whose model it is.
 */
export const vendorsOf = (organisations: string): string[] => [
  ...new Set(
    organisations
      .split(',')
      .map((name) => name.trim())
      .flatMap((name) => (Object.hasOwn(VENDORS, name) ? [VENDORS[name]!] : [])),
  ),
]
