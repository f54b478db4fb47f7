/**
 * The maintained list of models and their makers that a text may name. A space stands for a space, a hyphen, an
 * underscore or nothing; `#` for a version such as `4`, `3.5` or `70b`. Upper and lower case are the same.
 */

/** Names that mean nothing else, wherever they stand. */
export const PLAIN_NAMES = [
  'chatgpt',
  'instructgpt',
  'gpt #',
  'gpt neo',
  'gpt j',
  'text davinci',
  'openai',
  'o1 mini',
  'o1 preview',
  'o3 mini',
  'o4 mini',
  'anthropic',
  'claude #',
  'claude instant',
  'claude opus',
  'claude sonnet',
  'claude haiku',
  'deepmind',
  'google bard',
  'google gemini',
  'gemini #',
  'gemini pro',
  'gemini ultra',
  'gemini flash',
  'gemini nano',
  'gemma #',
  'palm 2',
  'lamda',
  'flan t5',
  'flan ul2',
  'meta ai',
  'llama #',
  'code llama',
  'codellama',
  'mistral ai',
  'mistral large',
  'mistral medium',
  'mistral small',
  'mistral nemo',
  'mistral #',
  'mixtral',
  'codestral',
  'deepseek',
  'qwen',
  'qwq',
  'tongyi qianwen',
  'ernie bot',
  'ernie #',
  'baichuan',
  'chatglm',
  'glm #',
  'internlm',
  'minimax m#',
  'moonshot ai',
  'kimi k#',
  'yi 34b',
  'hunyuan',
  'doubao',
  'xai',
  'grok #',
  'command r',
  'cohere command',
  'ai21',
  'jurassic 2',
  'hugging face',
  'huggingchat',
  'starcoder',
  'bloomz',
  'bloom 176b',
  'falcon #b',
  'mpt #b',
  'pythia #b',
  'phi #',
  'dolly v#',
  'vicuna #b',
  'alpaca #b',
  'koala #b',
  'guanaco #b',
  'wizardlm',
  'openassistant',
  'open assistant',
  'oasst',
  'stablelm',
  'zephyr #b',
  'nous hermes',
  'tulu #',
  'olmo',
  'nemotron',
  'github copilot',
  'microsoft copilot',
  'bing chat',
  'amazon titan',
  'amazon nova',
  'perplexity ai',
  'poe assistant',
] as const

/** Names that are also common words: they count only after "I am", "my name is" and the like. */
export const NAMES_OF_SELF = [
  ...PLAIN_NAMES,
  'gpt',
  'claude',
  'gemini',
  'gemma',
  'bard',
  'palm',
  'llama',
  'mistral',
  'grok',
  'copilot',
  'bing',
  'sydney',
  'cohere',
  'ernie',
  'kimi',
  'vicuna',
  'alpaca',
  'koala',
  'falcon',
  'dolly',
  'phi',
  'titan',
  'alexa',
  'siri',
  'pi',
] as const

/** Who makes models: they count after "developed by", "trained by" and the like, where an AI is spoken of. */
export const MAKERS = [
  'openai',
  'anthropic',
  'google',
  'deepmind',
  'alphabet',
  'meta',
  'facebook',
  'microsoft',
  'amazon',
  'apple',
  'nvidia',
  'ibm',
  'mistral',
  'deepseek',
  'alibaba',
  'baidu',
  'tencent',
  'bytedance',
  'zhipu',
  'moonshot',
  'minimax',
  'xai',
  'x.ai',
  'cohere',
  'ai21',
  'stability ai',
  'hugging face',
  'eleutherai',
  'databricks',
  'together ai',
  'lmsys',
  'stanford',
  'berkeley',
  'inflection',
  'perplexity',
  'technology innovation institute',
  'allen institute',
  'laion',
  'bigscience',
] as const

/** Names of models in data sets that are words of any text: alone they betray nobody. */
export const ORDINARY_NAMES: ReadonlySet<string> = new Set(
  `answer assistant author base baseline best chosen control expert final gold good human instruct judge large medium
   mini model none original other output people person pretrained random reference rejected response reward simple small
   student summary system teacher test text the train true turbo unknown user writer`.split(/\s+/),
)

/** The source of a pattern for names of the lists above. */
export function namePattern(names: readonly string[]): string {
  return [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => spelling(name).replaceAll('#', String.raw`v?\d{1,3}(?:\.\d{1,2})?[a-z]{0,2}`))
    .join('|')
}

/** The source of a pattern for what may hang on a name: `-turbo`, ` 70b`. */
export const SUFFIX = String.raw`(?:-[a-z0-9.]{1,12}){0,4}(?:\s\d{1,3}b)?`

/** The source of a pattern for a name, however its parts are joined. */
export function spelling(name: string): string {
  return name
    .replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
    .replace(/[-_ \u2010-\u2014]+/g, '[-_ \\u2010-\\u2014]?')
}
