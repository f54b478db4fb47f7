/** SQL condition: a panel sent the person of `users u`, who has neither name nor password. */
export const FROM_PANEL = 'EXISTS (SELECT FROM participants p WHERE p.user_id = u.id)'
