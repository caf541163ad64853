/**
 * SQL that joins, as `e`, the row that speaks for `incidents i`: the duplicate that counts in its place, once there is one. Of a
 * source that has moved, its own row says no more.
 */
export const JOIN_SPEAKING = 'join incidents e on e.id = coalesce(i.duplicate_of_id, i.id)'

/** SQL: whether `incidents e` is over, as far as anybody can know. One whose words were not understood may still be open. */
export const IS_OVER = `(e.withdrawn_at is not null or e.excluded
  or case when e.ended_at is not null then e.ended_at <= now() else e.basis not in ('ongoing', 'unclear', 'undated') end)`
