"""The books keep themselves: a transfer moves the sums of its two accounts, and nothing else can."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION payments_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % of % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payments_append_only';
END $$;

CREATE FUNCTION payments_only_by_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 AND
        (NEW.debits, NEW.credits, NEW.held_debits, NEW.held_credits)
        IS DISTINCT FROM (OLD.debits, OLD.credits, OLD.held_debits, OLD.held_credits) THEN
        RAISE EXCEPTION 'the sums of an account change by transfers only'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payments_only_by_transfer';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION payments_opens_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.debits + NEW.credits + NEW.held_debits + NEW.held_credits <> 0 THEN
        RAISE EXCEPTION 'an account opens empty'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payments_only_by_transfer';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION payments_refuse_hold(reason text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a hold cannot end so: %', reason USING ERRCODE = 'restrict_violation', CONSTRAINT = reason;
END $$;

-- Moves the sums. The two accounts are locked in the order of their ids, so that two transfers never wait for each other.
CREATE FUNCTION payments_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held payments_transfer;
    moved bigint := 0;
    set_aside bigint := 0;
BEGIN
    IF NEW.kind = 'direct' THEN
        moved := NEW.amount;
    ELSIF NEW.kind = 'hold' THEN
        set_aside := NEW.amount;
    ELSE
        SELECT * INTO held FROM payments_transfer WHERE id = NEW.hold_id AND kind = 'hold';
        IF NOT FOUND OR (held.debit_id, held.credit_id) <> (NEW.debit_id, NEW.credit_id) THEN
            PERFORM payments_refuse_hold('payments_not_this_hold');
        ELSIF NEW.amount > held.amount OR (NEW.kind <> 'settle' AND NEW.amount <> held.amount) THEN
            PERFORM payments_refuse_hold('payments_more_than_held');
        ELSIF NEW.kind = 'expire' AND NEW.at < held.expires_at THEN
            PERFORM payments_refuse_hold('payments_hold_not_due');
        ELSIF NEW.kind <> 'expire' AND NEW.at >= held.expires_at THEN
            PERFORM payments_refuse_hold('payments_hold_over');
        END IF;
        set_aside := -held.amount;
        moved := CASE WHEN NEW.kind = 'settle' THEN NEW.amount ELSE 0 END;
    END IF;
    UPDATE payments_account account SET
        debits = debits + CASE WHEN account.id = NEW.debit_id THEN moved ELSE 0 END,
        held_debits = held_debits + CASE WHEN account.id = NEW.debit_id THEN set_aside ELSE 0 END,
        credits = credits + CASE WHEN account.id = NEW.credit_id THEN moved ELSE 0 END,
        held_credits = held_credits + CASE WHEN account.id = NEW.credit_id THEN set_aside ELSE 0 END
    FROM (
        SELECT id FROM payments_account WHERE id IN (NEW.debit_id, NEW.credit_id) ORDER BY id FOR NO KEY UPDATE
    ) locked
    WHERE account.id = locked.id;
    RETURN NULL;
END $$;

-- A posting and its transfers; returns how many were written. None when the key is taken, and none for a draft whose accounts
-- or hold are not there: the caller sees it by the number. The accounts of several are locked in one order first.
CREATE FUNCTION payments_post(
    posting_id uuid, posting_key text, posting_digest text, posting_reason text, posted_at timestamptz,
    ids uuid[], kinds text[], debits text[], credits text[], amounts bigint[], holds uuid[], expiries timestamptz[]
) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    written integer;
BEGIN
    INSERT INTO payments_posting (id, key, digest, reason, at)
    VALUES (posting_id, posting_key, posting_digest, posting_reason, posted_at)
    ON CONFLICT (key) DO NOTHING;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    IF cardinality(ids) > 1 THEN
        PERFORM 1 FROM payments_account account
        WHERE account.code = ANY (payments_post.debits || payments_post.credits) OR account.id IN (
            SELECT unnest(ARRAY[held.debit_id, held.credit_id]) FROM payments_transfer held WHERE held.id = ANY (holds)
        )
        ORDER BY account.id FOR NO KEY UPDATE;
    END IF;
    INSERT INTO payments_transfer
        (id, posting_id, position, kind, debit_id, credit_id, amount, hold_id, expires_at, at)
    SELECT draft.id, payments_post.posting_id, draft.number - 1, draft.kind, coalesce(held.debit_id, debit.id),
        coalesce(held.credit_id, credit.id), coalesce(draft.amount, held.amount), draft.hold_id, draft.expires_at,
        posted_at
    FROM unnest(ids, kinds, payments_post.debits, payments_post.credits, amounts, holds, expiries) WITH ORDINALITY
        AS draft (id, kind, debit, credit, amount, hold_id, expires_at, number)
    LEFT JOIN payments_account debit ON debit.code = draft.debit
    LEFT JOIN payments_account credit ON credit.code = draft.credit
    LEFT JOIN payments_transfer held ON held.id = draft.hold_id
    WHERE coalesce(held.debit_id, debit.id) IS NOT NULL AND coalesce(held.credit_id, credit.id) IS NOT NULL
        AND (draft.hold_id IS NULL) = (held.id IS NULL);
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END $$;

CREATE TRIGGER payments_no_change BEFORE UPDATE OR DELETE ON payments_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_no_change BEFORE UPDATE OR DELETE ON payments_posting
    FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_no_delete BEFORE DELETE ON payments_account
    FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_opens_empty BEFORE INSERT ON payments_account
    FOR EACH ROW EXECUTE FUNCTION payments_opens_empty();
CREATE TRIGGER payments_only_by_transfer BEFORE UPDATE ON payments_account
    FOR EACH ROW EXECUTE FUNCTION payments_only_by_transfer();
CREATE TRIGGER payments_move AFTER INSERT ON payments_transfer
    FOR EACH ROW EXECUTE FUNCTION payments_move();
"""

UNDO = """
DROP FUNCTION payments_refuse, payments_only_by_transfer, payments_opens_empty, payments_move, payments_refuse_hold,
    payments_post CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTIONS, reverse_sql=UNDO)]
