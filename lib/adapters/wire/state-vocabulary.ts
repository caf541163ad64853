import type { Status } from '#lib/domain/incident.ts'

/** What a word says about an incident: one of our statuses, that it is ongoing, or (a note) nothing about its state. */
export type Meaning = Status | 'open' | 'note'

/**
 * The words that status pages use for an incident's state, in the languages of such pages, separated by commas. In lower case,
 * as written: "in progress" also covers "in_progress" and "In-Progress", see `meaningOf`.
 */
export const STATE_VOCABULARY: Readonly<Record<Meaning, string>> = {
  investigating: `
    analyse en cours, investigation en cours, estamos investigando, analysiert, analyse läuft, in analyse,
    in behandeling, wordt onderzocht, w trakcie badania, badamy, utreds, undersöks, selvitetään, tutkitaan,
    исследуется, расследование, в работе, 調査, 原因調査中, 确认中, 조사중, 확인 중, investigation, under investigation, detected,
    new incident, untersuchung, wird untersucht, in untersuchung, enquête en cours, en cours d’analyse,
    investigando, en investigación, em investigação, indagine in corso, in onderzoek, onderzoek, badanie,
    w trakcie analizy, undersöker, undersøger, undersøker, inceleniyor, расследуется, изучаем, vyšetřujeme, 調査中,
    调查中, 調查中, 조사 중`,
  identified: `
    ursache gefunden, ursache identifiziert, cause identifiée, causa identificada, causa identificata,
    oorzaak gevonden, zidentyfikowane, zidentyfikowany, orsak identifierad, найдена причина, причина найдена,
    выявлено, 原因判明, 已定位, 원인 파악, assessed, fixing, fix in progress, identifiziert, identifié, identifiée, identificado,
    identificato, geïdentificeerd, zidentyfikowano, identifierat, identificeret, identifisert, belirlendi,
    определена, identifikováno, 原因特定, 特定済み, 已确认, 已確認, 확인됨`,
  monitoring: `
    unter beobachtung, sous surveillance, monitoreando, em monitoramento, in monitoraggio, in osservazione,
    wordt gemonitord, monitorowane, övervakas, bevakas, наблюдаем, мониторинг, 経過観察中, 経過観察, 观察中, 모니터링, mitigated,
    watching, observing, beobachtung, wird beobachtet, überwachung, surveillance, en observation, monitorizando,
    supervisando, monitorando, monitoraggio, monitoreo, monitoramento, monitoren, monitorowanie, övervakar,
    overvåger, overvåker, izleniyor, наблюдение, sledujeme, 監視中, 监控中, 監控中, 모니터링 중`,
  resolved: `
    back to normal, all clear, back online, service restored, normal operation, operating normally,
    service operating normally, no known issues, repaired, wiederhergestellt, entstört, geschlossen,
    wieder verfügbar, résolus, résolues, rétabli, rétablie, corrigé, corrigée, clos, clôturé, fin d’incident,
    resueltos, solucionada, solventado, restablecido, restablecida, restaurado, normalizado, cerrado, corregido,
    resolvida, corrigido, restabelecido, fechado, risolta, ripristinato, ripristinata, chiusa, hersteld,
    afgehandeld, gesloten, rozwiązane, rozwiązana, zakończone, zakończona, naprawiono, naprawione, usunięto,
    usunięta, przywrócono, lösta, åtgärdad, åtgärdade, avhjälpt, avslutad, avslutat, afhjulpet, afsluttet, løste,
    rettet, utbedret, korjattu, ratkaistu, решена, решен, решены, исправлено, восстановлено, восстановлен,
    восстановлена, устранена, устранён, устранены, закрыто, вирішено, відновлено, усунено, vyřešen, vyřešena,
    opraveno, vyriešené, megoldva, megoldódott, elhárítva, rezolvat, решено, επιλύθηκε, riješeno, rešeno, selesai,
    terselesaikan, đã khắc phục, đã giải quyết, đã xử lý, แก้ไขแล้ว, تم الحل, נפתר, 復旧済, 復旧報, 復旧完了, 解消, 解消済み, 解決済,
    修復済み, 対応完了, 復旧のお知らせ, 已修复, 已修復, 已解除, 恢复, 恢復, 恢复正常, 恢復正常, 해결, 복구, 복구 완료, 해결 완료, 정상화, 조치 완료, fixed, recovered,
    closed, ended, solved, restored, up, operational, all systems operational, behoben, gelöst, beendet, erledigt,
    résolu, résolue, terminé, terminée, resuelto, resuelta, solucionado, finalizado, resolvido, encerrado, risolto,
    chiuso, concluso, opgelost, verholpen, rozwiązano, rozwiązany, zakończono, löst, åtgärdat, løst, çözüldü, решён,
    устранено, завершено, vyřešeno, ukončeno, 解決済み, 解決, 復旧, 復旧済み, 已解决, 已解決, 已恢复, 已恢復, 해결됨, 복구됨`,
  postmortem: `
    post-mortem, post mortem, retrospective`,
  scheduled: `
    rescheduled, maintenance scheduled, planifiés, programmés, previsto, programada, programmata, planerad,
    запланированы, запланирована, 预定, 예정, planned, upcoming, ready, not started yet, geplant, angekündigt, planifié,
    planifiée, prévu, programado, planificado, agendado, agendada, programmato, pianificato, gepland, zaplanowano,
    planerat, planlagt, planlandı, запланировано, naplánováno, 予定, 計画済み, 计划中, 已計劃, 예정됨`,
  in_progress: `
    maintenance in progress, under maintenance`,
  verifying: `
    verification`,
  completed: `
    maintenance over, terminés, achevée, finalizada, terminata, genomfört, slutförd, завершены, завершена, 終了,
    完了しました, 已结束, 완료, complete, finished, maintenance complete, maintenance completed, abgeschlossen, achevé,
    completado, completada, concluído, concluída, completato, voltooid, afgerond, slutfört, fullført,
    tamamlandı, dokončeno, 完了, 已完成, 완료됨`,
  open: `
    started, in bearbeitung, en progreso, ongoing, open, active, went down, down, outage, unresolved, laufend, andauernd, offen, en cours, en curso,
    em andamento, in corso, lopend, w toku, pågående, pågår, devam ediyor, в процессе, probíhá, 発生中, 対応中, 进行中, 進行中,
    진행 중`,
  note: `
    news, info update, statusupdate, status update, zwischenmeldung, 続報, 途中経過, update, updated, notice, note,
    aktualisiert, mise à jour, actualización, atualização, 更新`,
}
