/// What the page does: asks the API every few seconds and shows the answers as text, never as markup.
enum PageScript {
    static let helpers = #"""
        "use strict";
        const make = (tag, style, ...parts) => {
          const node = document.createElement(tag);
          if (style) node.className = style;
          node.append(...parts.filter((part) => part !== null && part !== undefined && part !== ""));
          return node;
        };
        const plural = (count, one, many = one + "s") => `${count.toLocaleString()} ${count === 1 ? one : many}`;
        const kWh = (wattHours) => (wattHours / 1000).toFixed(2);
        // By the box's clock, which need not be the reader's.
        let clock = new Date();
        const when = (text) => {
          const date = new Date(text), today = clock.toDateString() === date.toDateString();
          const time = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
          return today ? time : `${date.toLocaleDateString([], { day: "numeric", month: "short" })}, ${time}`;
        };
        const span = (seconds) => {
          const minutes = Math.floor(Math.max(0, seconds) / 60), hours = Math.floor(minutes / 60);
          if (minutes < 1) return `${Math.round(Math.max(0, seconds))} s`;
          if (hours < 1) return `${minutes}\u00a0min`;
          return hours < 48 ? `${hours}\u00a0h${minutes % 60 ? `\u00a0${minutes % 60}\u00a0min` : ""}` : plural(Math.floor(hours / 24), "day");
        };
        const between = (from, to) => (new Date(to) - new Date(from)) / 1000;
        const size = (bytes) => bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB`
          : bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
        const joined = (parts) => parts.filter(Boolean).join(" · ");
        // A section that would be empty is not there at all.
        const fill = (id, nodes, keep = false) => {
          const section = document.getElementById(id);
          section.hidden = nodes.length === 0 && !keep;
          section.lastElementChild.replaceChildren(...nodes);
        };
        const item = (tone, title, right, ...lines) => make("div", tone,
          make("div", "line", make("strong", "", title), right && make("span", "quiet", right)),
          ...lines.filter(Boolean).map((line) => make("p", "small quiet", line)));

        """#

    static let sections = #"""
        const tones = { critical: "faulty", warning: "waiting", notice: "off" };
        const health = (status) => {
          fill("health", status.health.map((condition) => item(tones[condition.severity], condition.summary,
            `since ${when(condition.since)}`, condition.remedy)));
          const harmless = status.health.every((condition) => condition.severity === "notice");
          document.querySelector("#health h2").textContent = harmless ? "Worth knowing" : "What needs attention";
        };

        const unclaimed = (status) => fill("unclaimed", status.unclaimed.map((station) => item(
          "waiting", station.id, `since ${when(station.since)}`,
          joined([station.boot && `${station.boot.vendor} ${station.boot.model}`, station.address]),
          make("span", "", "To let it in: ", make("code", "", `ohmstead claim ${station.id}`)))));

        const connector = (status, station, connector) => {
          const known = words.connector[connector.state] ?? { text: "Not told yet", tone: "off" };
          const shown = station.online ? known : { text: station.mute ? "Meter silent" : "Not connected", tone: "off" };
          const alone = station.connectors.filter((other) => other.evse > 0).length < 2;
          const running = connector.running;
          const wrong = connector.errorCode && connector.errorCode !== "NoError";
          const kept = (station.reservations ?? []).find((one) => one.evse === connector.evse);
          const limits = (station.limits ?? []).filter((one) => one.evse === 0 || one.evse === connector.evse);
          const limit = limits.sort((one, other) => Number(one.amperes) - Number(other.amperes))[0];
          const held = joined([kept && !running && `kept for tag ${kept.tag} until ${when(kept.until)}`,
            limit && `at most ${limit.amperes} A${limit.isSafe ? " (safe current)" : ""}`]);
          const amount = running && Number.isFinite(running.wattHours)
            ? make("p", "amount", kWh(running.wattHours), make("span", "", "kWh")) : null;
          const detail = running
            ? joined([Number.isFinite(running.watts) && `${(running.watts / 1000).toFixed(1)} kW`,
              span(between(running.started, status.now)), running.tag && `tag ${running.tag}`])
            : connector.since && station.online && !kept ? `for ${span(between(connector.since, status.now))}` : "";
          const speaks = station.dialect && station.dialect.replace("ocpp", "OCPP ");
          const boot = station.boot && `${station.boot.vendor} ${station.boot.model}`;
          const seen = !station.online && station.lastSeen && `last seen ${when(station.lastSeen)}`;
          return make("article", `card ${shown.tone}`,
            make("p", "place", alone ? station.id : connector.evse === 0 ? `${station.id}, whole station`
              : `${station.id}, connector ${connector.evse}`),
            make("p", "word", shown.text), amount, detail && make("p", "quiet", detail),
            held && make("p", "quiet", held),
            wrong && make("p", "", `It says: ${joined([connector.errorCode, connector.info])}`) || null,
            make("p", "foot small quiet", joined([
              boot, speaks, station.mute && "seen by its meter", station.meter && `meter ${station.meter}`, seen])));
        };
        const connectors = (status) => fill("connectors", status.stations.flatMap((station) => {
          const own = station.connectors.filter((one) => one.evse > 0 || one.state === "Faulted"
            || one.state === "Unavailable");
          return (own.length ? own : [{ evse: 1 }]).map((one) => connector(status, station, one));
        }).concat(status.stations.length ? [] : [make("p", "empty", "No station has connected yet.")]));

        const row = (session, now) => {
          const running = !session.stopped;
          const end = session.pluggedOut ?? session.stopped;
          const flags = session.flags.map((flag) => words.flag[flag]?.text ?? flag).join(", ");
          return make("tr", "",
            make("td", "", session.station + (session.evse > 1 ? ` / ${session.evse}` : "")),
            make("td", "", when(session.pluggedIn)),
            make("td", running ? "running" : "", running ? "Charging" : session.pluggedOut
              ? when(session.pluggedOut) : "Still plugged in"),
            make("td", "", span(between(session.pluggedIn, end ?? now))),
            make("td", "", session.tag ?? ""), make("td", "small quiet", flags),
            make("td", "number", Number.isFinite(session.wattHours) ? `${kWh(session.wattHours)} kWh` : "not known"));
        };
        const sessions = (list, now) => {
          const heads = ["Station", "Plugged in", "Unplugged", "Duration", "Tag", "Remarks", "Energy"];
          const head = make("tr", "", ...heads.map((text) => make("th", text === "Energy" ? "number" : "", text)));
          fill("sessions", [list.length
            ? make("table", "", make("thead", "", head), make("tbody", "", ...list.map((one) => row(one, now))))
            : make("p", "empty", "No session yet. The first one shows up here when a car charges.")]);
        };

        const uplink = (status, uplink) => {
          const word = words.uplink[uplink.state] ?? { text: uplink.state, tone: "off" };
          const lag = uplink.oldest ? `, the oldest for ${span(between(uplink.oldest, status.now))}` : "";
          return item(word.tone, uplink.name, make("span", `badge ${word.tone}`, word.text),
            uplink.waiting ? `${plural(uplink.waiting, "record")} not delivered yet${lag}.` : "Everything is delivered.",
            [uplink.problem, uplink.remedy].filter(Boolean).join(" "),
            uplink.nextAttempt && `Next attempt at ${when(uplink.nextAttempt)}.`,
            uplink.parked > 0 && `${plural(uplink.parked, "record")} parked: refused there, and waiting for you. `
              + `See ohmstead uplinks parked ${uplink.name}.`,
            uplink.lastSuccess && `Last delivery ${when(uplink.lastSuccess)}.`);
        };
        const isWell = (one) => !one.parked && !one.problem && !["waiting", "stopped"].includes(one.state);
        const office = (status, name, lanes) => {
          const well = lanes.filter(isWell).length;
          const waiting = lanes.reduce((sum, one) => sum + one.waiting, 0);
          const tone = well === lanes.length ? "free" : "waiting";
          return [item(tone, name, make("span", `badge ${tone}`, `${well} of ${lanes.length} stations well`),
            waiting ? `${plural(waiting, "record")} not delivered yet.` : "Everything is delivered."),
            ...lanes.filter((one) => !isWell(one)).slice(0, 20).map((one) => uplink(status, one))];
        };
        const uplinks = (status) => {
          const groups = new Map();
          for (const one of status.uplinks) {
            const name = one.name.split("/")[0];
            groups.set(name, [...(groups.get(name) ?? []), one]);
          }
          fill("uplinks", [...groups].flatMap(([name, lanes]) =>
            lanes.length === 1 ? [uplink(status, lanes[0])] : office(status, name, lanes)));
        };

        const meters = (status) => fill("meters", status.meters.map((meter) => item(
          meter.silent ? "waiting" : "free", meter.id,
          make("span", `badge ${meter.silent ? "waiting" : "free"}`, meter.silent ? "Silent" : "Answers"),
          joined([meter.wattHours != null && `${kWh(Number(meter.wattHours))} kWh`,
            meter.watts != null && `${(Number(meter.watts) / 1000).toFixed(2)} kW`]),
          joined([meter.serialNumber && `No. ${meter.serialNumber}`,
            meter.lastReading ? `read ${span(meter.ageSeconds ?? 0)} ago` : "never read"]))));

        const head = (status) => {
          const worst = status.health[0]?.severity;
          const verdict = document.getElementById("verdict");
          verdict.className = `badge ${worst === "critical" ? "faulty" : worst === "warning" ? "waiting" : "free"}`;
          verdict.textContent = worst === "critical" ? "Needs you now" : worst === "warning" ? "Needs attention"
            : "All is well";
          document.title = document.getElementById("name").textContent = status.name;
          const all = status.stations.flatMap((station) => station.online ? station.connectors : []);
          const count = (tone) => all.filter((one) => words.connector[one.state]?.tone === tone && one.evse > 0).length;
          const faulty = count("faulty");
          const reserved = all.filter((one) => one.state === "Reserved").length;
          document.getElementById("summary").textContent = joined([`${count("busy")} charging`, `${count("free")} free`,
            reserved && `${reserved} reserved`, faulty && `${faulty} faulty`, `${status.stations.filter((one) => !one.online).length || "none"} offline`,
            `as of ${new Date(status.now).toLocaleTimeString()}`]);
          document.getElementById("footer").textContent = joined([`ohmstead ${status.version}`,
            `running for ${span(between(status.started, status.now))}`,
            `${plural(status.journal.entries, "entry", "entries")} in ${size(status.journal.bytes)}`,
            `stations connect to ${status.listeners.stations}`,
            !status.clockTrusted && "the clock is not synchronised"]);
        };

        const ask = async (path) => {
          const answer = await fetch(path, { signal: AbortSignal.timeout(8000) });
          if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
          return answer.json();
        };
        const refresh = async () => {
          try {
            const [status, list] = await Promise.all([ask("/api/v1/status"), ask("/api/v1/sessions?limit=20")]);
            clock = new Date(status.now);
            for (const show of [head, health, unclaimed, connectors, uplinks, meters]) show(status);
            sessions(list, status.now);
            document.body.classList.remove("stale");
          } catch (error) {
            document.body.classList.add("stale");
            const verdict = document.getElementById("verdict");
            verdict.className = "badge faulty";
            verdict.textContent = "The gateway does not answer";
          }
        };
        const loop = async () => {
          if (!document.hidden) await refresh();
          setTimeout(loop, 3000);
        };
        document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
        loop();

        """#
}
