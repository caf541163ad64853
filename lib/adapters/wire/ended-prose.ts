/**
 * Sentences by which people say that an outage is over, in the languages of status pages. Only a state word ends an incident;
 * such a sentence makes an item doubtful that calls itself open.
 */
const ENDED = new RegExp(
  [
    String.raw`\b(?:has|have) (?:now |since |all |fully |been |returned )*(?:resolved|restored|fixed|repaired|recovered|to normal)\b`,
    String.raw`\b(?:is|are|was|were) (?:now |all |fully |again |back )*(?:resolved|restored|fixed|repaired|operational|up again|up and running|back (?:up|online|to normal)|working (?:normally|again|as (?:expected|usual))|operating normally|available again)\b`,
    String.raw`\b(?:restored|resolved|recovered|fixed) at \d`,
    String.raw`\bback (?:online|to normal)\b|\bis (?:back )?up\b|\boutage is over\b|\ball systems operational\b`,
    String.raw`\b(?:wurden?|ist|sind) [^.]{0,40}(?:behoben|gelöst|wiederhergestellt|wieder (?:verfügbar|erreichbar|online))`,
    String.raw`\b(?:a|ont|est|sont) (?:été |de nouveau )?(?:résolu|rétabli|corrigé|disponible)`,
    String.raw`\b(?:ha sido|han sido|fue|está|están) (?:resuelt|restablecid|solucionad|restaurad)`,
    String.raw`\b(?:foi|foram) (?:resolvid|restabelecid|normalizad|corrigid)`,
    String.raw`\b(?:è stat[oa]|sono stat[ie]) (?:risolt|ripristinat)`,
    String.raw`\b(?:is|zijn) (?:weer )?(?:opgelost|hersteld|verholpen)`,
    String.raw`\b(?:został[aoy]?|jest) (?:rozwiązan|usunięt|przywrócon|naprawion)`,
    String.raw`\b(?:är|har) (?:nu )?(?:löst|åtgärdat|återställ)`,
    '(?:восстановлен|устран[её]н|решен)[аоы]?(?![а-яё])',
    '(?:復旧|解消|解決)(?:いた)?しました|(?:已|已经|已經)(?:恢复|恢復|修复|修復|解决|解決)|(?:복구|해결)되었|(?:복구|해결) ?완료',
  ].join('|'),
  'iu',
)
/** What is partly so, not yet, or only expected. */
const HEDGED = new RegExp(
  [
    String.raw`\b(?:not|n't|never|no eta|partial\w*|some|most|many|majority|until|till|once|when|if|unless|whether|will|would|should|could|can|may|might|expect\w*|hope|trying|but|however|although|while|still|remain\w*|except|confirm\w*|monitor\w*|estimated|being|to be)\b|\?`,
    String.raw`\b(?:nicht|noch|teilweise|sobald|bis|wird|werden|soll|pas|partiel\w*|parcial\w*|parzial\w*|jusqu|dès|hasta|cuando|quando|até|finché|nog|niet|deels|jeszcze|częściowo|delvis|inte)(?!\p{L})`,
    'пока|частично|ещё|не |一部|未|まだ|見込み|部分|尚|预计|일부|아직|예정',
  ].join('|'),
  'iu',
)
const MAX_LENGTH = 4_000

/** The first sentence that says that it is over, without reserve; null if there is none. */
export function findEndedSentence(text: string): string | null {
  const whole = text.slice(0, MAX_LENGTH)
  if (!ENDED.test(whole)) return null
  const sentences = whole.split(/(?<=[.!?])\s|[。！？\n]/u)
  return sentences.find((sentence) => ENDED.test(sentence) && !HEDGED.test(sentence))?.trim() || null
}
