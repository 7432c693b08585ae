// A small central system on Debian's gorilla-websocket and go-sqlite3, as a peer for the benchmark.
//
// One goroutine a connection, one writer that commits whatever waits as one transaction (WAL, synchronous=FULL).
// A message is answered after the commit it was part of.
package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"path"
	"time"

	"github.com/gorilla/websocket"
	_ "github.com/mattn/go-sqlite3"
)

const schema = `CREATE TABLE IF NOT EXISTS journal (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, station TEXT NOT NULL, action TEXT NOT NULL, body BLOB NOT NULL
) STRICT`

// largestBatch bounds one commit, so that the first message of a batch does not wait for ever.
const largestBatch = 512

type record struct {
	station, action string
	body            []byte
	seq             int64
	done            chan error
}

type journal struct {
	incoming chan *record
}

func openJournal(file string) (*journal, error) {
	database, err := sql.Open("sqlite3", file+"?_journal_mode=WAL&_synchronous=FULL")
	if err != nil {
		return nil, err
	}
	database.SetMaxOpenConns(1)
	if _, err := database.Exec(schema); err != nil {
		return nil, err
	}
	insert, err := database.Prepare("INSERT INTO journal (at, station, action, body) VALUES (?, ?, ?, ?)")
	if err != nil {
		return nil, err
	}
	j := &journal{incoming: make(chan *record, largestBatch)}
	go j.write(database, insert)
	return j, nil
}

// append returns after the record is on disk.
func (j *journal) append(station, action string, body []byte) (int64, error) {
	r := &record{station: station, action: action, body: body, done: make(chan error, 1)}
	j.incoming <- r
	err := <-r.done
	return r.seq, err
}

func (j *journal) write(database *sql.DB, insert *sql.Stmt) {
	for first := range j.incoming {
		batch := j.waiting(first)
		err := commit(database, insert, batch)
		for _, r := range batch {
			r.done <- err
		}
	}
}

func (j *journal) waiting(first *record) []*record {
	batch := []*record{first}
	for len(batch) < largestBatch {
		select {
		case next := <-j.incoming:
			batch = append(batch, next)
		default:
			return batch
		}
	}
	return batch
}

func commit(database *sql.DB, insert *sql.Stmt, batch []*record) error {
	transaction, err := database.Begin()
	if err != nil {
		return err
	}
	defer transaction.Rollback()
	statement := transaction.Stmt(insert)
	for _, r := range batch {
		result, err := statement.Exec(now(), r.station, r.action, r.body)
		if err != nil {
			return err
		}
		if r.seq, err = result.LastInsertId(); err != nil {
			return err
		}
	}
	return transaction.Commit()
}

type sampledValue struct {
	Value     string `json:"value"`
	Context   string `json:"context,omitempty"`
	Measurand string `json:"measurand,omitempty"`
	Phase     string `json:"phase,omitempty"`
	Location  string `json:"location,omitempty"`
	Unit      string `json:"unit,omitempty"`
}

type meterValues struct {
	ConnectorID   int    `json:"connectorId"`
	TransactionID *int64 `json:"transactionId,omitempty"`
	MeterValue    []struct {
		Timestamp    time.Time      `json:"timestamp"`
		SampledValue []sampledValue `json:"sampledValue"`
	} `json:"meterValue"`
}

type startTransaction struct {
	ConnectorID int       `json:"connectorId"`
	IDTag       string    `json:"idTag"`
	MeterStart  int64     `json:"meterStart"`
	Timestamp   time.Time `json:"timestamp"`
}

type stopTransaction struct {
	TransactionID int64     `json:"transactionId"`
	MeterStop     int64     `json:"meterStop"`
	Timestamp     time.Time `json:"timestamp"`
	Reason        string    `json:"reason,omitempty"`
}

type object map[string]any

// answer decodes a call's payload into its type, records it, and says what to answer.
func (j *journal) answer(station, action string, payload []byte) (object, error) {
	var decoded any
	switch action {
	case "Heartbeat":
		return object{"currentTime": now()}, nil
	case "Authorize":
		return object{"idTagInfo": object{"status": "Accepted"}}, nil
	case "MeterValues":
		decoded = new(meterValues)
	case "StartTransaction":
		decoded = new(startTransaction)
	case "StopTransaction":
		decoded = new(stopTransaction)
	case "BootNotification", "StatusNotification":
		decoded = new(object)
	default:
		return nil, fmt.Errorf("unknown action %q", action)
	}
	if err := json.Unmarshal(payload, decoded); err != nil {
		return nil, err
	}
	body, err := json.Marshal(decoded)
	if err != nil {
		return nil, err
	}
	seq, err := j.append(station, action, body)
	if err != nil {
		return nil, err
	}
	switch action {
	case "BootNotification":
		return object{"currentTime": now(), "interval": 300, "status": "Accepted"}, nil
	case "StartTransaction":
		return object{"transactionId": seq, "idTagInfo": object{"status": "Accepted"}}, nil
	}
	return object{}, nil
}

func (j *journal) reply(station string, frame []byte) []any {
	var parts []json.RawMessage
	var kind int
	var id, action string
	if json.Unmarshal(frame, &parts) != nil || len(parts) < 4 || json.Unmarshal(parts[0], &kind) != nil || kind != 2 ||
		json.Unmarshal(parts[1], &id) != nil || json.Unmarshal(parts[2], &action) != nil {
		return nil
	}
	payload, err := j.answer(station, action, parts[3])
	if err != nil {
		return []any{4, id, "InternalError", err.Error(), object{}}
	}
	return []any{3, id, payload}
}

func now() string { return time.Now().UTC().Format("2006-01-02T15:04:05.000Z") }

func (j *journal) serve(response http.ResponseWriter, request *http.Request) {
	upgrader := websocket.Upgrader{Subprotocols: []string{"ocpp1.6"}}
	connection, err := upgrader.Upgrade(response, request, nil)
	if err != nil {
		return
	}
	defer connection.Close()
	station := path.Base(request.URL.Path)
	for {
		_, frame, err := connection.ReadMessage()
		if err != nil {
			return
		}
		reply := j.reply(station, frame)
		if reply == nil {
			continue
		}
		if connection.WriteJSON(reply) != nil {
			return
		}
	}
}

func main() {
	j, err := openJournal(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening", listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(http.Serve(listener, http.HandlerFunc(j.serve)))
}
