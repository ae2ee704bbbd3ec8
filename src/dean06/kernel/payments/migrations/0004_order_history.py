"""An order is moved by its history alone; credits, receipts and their numbers keep what they say."""

from django.db import migrations

FUNCTIONS = """
-- Which state may follow which: kernel/payments/rules.py NEXT (a test holds the two together).
CREATE FUNCTION payments_may_follow(old text, new text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT old = new OR (old, new) IN (
        ('open', 'paid'), ('open', 'expired'), ('open', 'cancelled'),
        ('expired', 'paid'),
        ('paid', 'refunding'),
        ('refunding', 'refunded')
    )
$$;

-- An event moves its order. Who read an older revision loses: the number he brings is not the next one.
CREATE FUNCTION payments_order_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found_order payments_order;
BEGIN
    SELECT * INTO found_order FROM payments_order WHERE id = NEW.order_id FOR NO KEY UPDATE;
    IF found_order.revision <> NEW.number - 1 THEN
        RAISE EXCEPTION 'order % is at revision %, not %', NEW.order_id, found_order.revision, NEW.number - 1
            USING ERRCODE = 'serialization_failure', CONSTRAINT = 'payments_order_revision';
    ELSIF NOT payments_may_follow(found_order.state, NEW.state) THEN
        RAISE EXCEPTION 'state % does not follow %', NEW.state, found_order.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payments_state_follows';
    END IF;
    UPDATE payments_order SET state = NEW.state, revision = NEW.number,
        paid_at = CASE WHEN NEW.state = 'paid' AND paid_at IS NULL THEN NEW.at ELSE paid_at END
    WHERE id = NEW.order_id;
    RETURN NULL;
END $$;

CREATE FUNCTION payments_order_only_by_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'an order moves by its events only, and what was asked does not change'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payments_order_only_by_event';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION payments_order_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.revision <> 0 OR NEW.state <> 'open' OR NEW.paid_at IS NOT NULL THEN
        RAISE EXCEPTION 'an order begins open'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payments_order_only_by_event';
    END IF;
    RETURN NEW;
END $$;

-- What the bank said of a credit stays; only its place among the orders, and in time its words, may change.
CREATE FUNCTION payments_credit_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.account_code, NEW.bank_reference, NEW.method, NEW.source, NEW.amount, NEW.booked_at, NEW.known_at)
        IS DISTINCT FROM
        (OLD.account_code, OLD.bank_reference, OLD.method, OLD.source, OLD.amount, OLD.booked_at, OLD.known_at)
        OR (NEW.content <> OLD.content AND NEW.content <> '')
        OR (OLD.order_id IS NOT NULL AND NEW.order_id IS DISTINCT FROM OLD.order_id) THEN
        RAISE EXCEPTION 'what the bank said of a credit does not change'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payments_credit_facts';
    END IF;
    RETURN NEW;
END $$;

-- No more goes back than came in. The credit's row is the queue.
CREATE FUNCTION payments_refund_within() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    came bigint;
BEGIN
    SELECT amount INTO came FROM payments_credit WHERE id = NEW.credit_id FOR NO KEY UPDATE;
    IF NEW.amount + coalesce((SELECT sum(amount) FROM payments_refund WHERE credit_id = NEW.credit_id), 0) > came THEN
        RAISE EXCEPTION 'more would go back than came in'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payments_refund_within';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION payments_refund_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.credit_id, NEW.order_id, NEW.amount, NEW.reason) IS DISTINCT FROM
        (OLD.credit_id, OLD.order_id, OLD.amount, OLD.reason) OR OLD.state = 'done' THEN
        RAISE EXCEPTION 'a refund is not rewritten'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payments_refund_facts';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION payments_count_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'INSERT' AND NEW.last <> 1) OR (TG_OP = 'UPDATE' AND
        (NEW.last <> OLD.last + 1 OR (NEW.unit_code, NEW.year) IS DISTINCT FROM (OLD.unit_code, OLD.year))) THEN
        RAISE EXCEPTION 'receipt numbers are given out one by one'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'payments_counter_gapless';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER payments_no_change BEFORE UPDATE OR DELETE ON payments_orderevent
    FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_no_change BEFORE UPDATE OR DELETE ON payments_receipt
    FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_no_delete BEFORE DELETE ON payments_order
    FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_no_delete BEFORE DELETE ON payments_credit
    FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_no_delete BEFORE DELETE ON payments_refund
    FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_no_delete BEFORE DELETE ON payments_receiptcounter
    FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse();
CREATE TRIGGER payments_order_begins BEFORE INSERT ON payments_order
    FOR EACH ROW EXECUTE FUNCTION payments_order_begins();
CREATE TRIGGER payments_order_only_by_event BEFORE UPDATE ON payments_order
    FOR EACH ROW EXECUTE FUNCTION payments_order_only_by_event();
CREATE TRIGGER payments_order_move AFTER INSERT ON payments_orderevent
    FOR EACH ROW EXECUTE FUNCTION payments_order_move();
CREATE TRIGGER payments_credit_facts BEFORE UPDATE ON payments_credit
    FOR EACH ROW EXECUTE FUNCTION payments_credit_facts();
CREATE TRIGGER payments_refund_within BEFORE INSERT ON payments_refund
    FOR EACH ROW EXECUTE FUNCTION payments_refund_within();
CREATE TRIGGER payments_refund_facts BEFORE UPDATE ON payments_refund
    FOR EACH ROW EXECUTE FUNCTION payments_refund_facts();
CREATE TRIGGER payments_count_up BEFORE INSERT OR UPDATE ON payments_receiptcounter
    FOR EACH ROW EXECUTE FUNCTION payments_count_up();
"""

UNDO = """
DROP FUNCTION payments_may_follow, payments_order_move, payments_order_only_by_event, payments_order_begins,
    payments_credit_facts, payments_refund_within, payments_refund_facts, payments_count_up CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_orders")]

    operations = [migrations.RunSQL(FUNCTIONS, reverse_sql=UNDO)]
