using System.Text.Json;

namespace ChargePoint.Simulator.Tests.EndToEnd;

/// <summary>OCPP-J frames that are wrong in every way: each has its answer, and the charge point goes on.</summary>
[TestClass]
public sealed class BadFrameTests
{
    private static readonly (string Frame, string Id, string Code)[] WrongFrames =
    [
        ("nonsense", "-1", "FormationViolation"),
        ("", "-1", "FormationViolation"),
        ("{}", "-1", "FormationViolation"),
        ("[]", "-1", "FormationViolation"),
        ("[2]", "-1", "FormationViolation"),
        ("null", "-1", "FormationViolation"),
        ("""["2","a1","GetConfiguration",{}]""", "-1", "FormationViolation"),
        ("""[2,17,"GetConfiguration",{}]""", "-1", "FormationViolation"),
        ("""[2,"","GetConfiguration",{}]""", "-1", "FormationViolation"),
        ("""[2,"1234567890123456789012345678901234567","GetConfiguration",{}]""", "-1", "FormationViolation"),
        ("""[2,"b1"]""", "b1", "FormationViolation"),
        ("""[2,"b2","GetConfiguration"]""", "b2", "FormationViolation"),
        ("""[2,"b3","GetConfiguration",{},{}]""", "b3", "FormationViolation"),
        ("""[2,"b4","GetConfiguration",[]]""", "b4", "FormationViolation"),
        ("""[2,"b5","GetConfiguration",null]""", "b5", "FormationViolation"),
        ("""[2,"b6",7,{}]""", "b6", "FormationViolation"),
        ("""[5,"b7","GetConfiguration",{}]""", "b7", "FormationViolation"),
        ("""[2,"b8","Reset",{"type":"Soft"}""", "b8", "FormationViolation"),
        ("""[2,"b9","Reset",{"type":"Soft"}]]""", "b9", "FormationViolation"),
        ("""[2,"b10","Reset",{"type":"So\qft"}]""", "b10", "FormationViolation"),
        ("[2,\"b11\",\"GetConfiguration\",{\"key\":" + new string('[', 200) + new string(']', 200) + "}]", "b11", "FormationViolation"),
        ("""[2,"c1","FlyToTheMoon",{}]""", "c1", "NotImplemented"),
        ("""[2,"c2","getconfiguration",{}]""", "c2", "NotImplemented"),
        ("""[2,"d1","ChangeConfiguration",{"key":"HeartbeatInterval"}]""", "d1", "OccurrenceConstraintViolation"),
        ("""[2,"d2","Reset",{}]""", "d2", "OccurrenceConstraintViolation"),
        ("""[2,"d3","RemoteStopTransaction",{}]""", "d3", "OccurrenceConstraintViolation"),
        ("""[2,"e1","ChangeConfiguration",{"key":5,"value":"60"}]""", "e1", "TypeConstraintViolation"),
        ("""[2,"e2","ChangeConfiguration",{"key":null,"value":"60"}]""", "e2", "TypeConstraintViolation"),
        ("""[2,"e3","ChangeConfiguration",{"key":"HeartbeatInterval","value":{}}]""", "e3", "TypeConstraintViolation"),
        ("""[2,"e4","RemoteStartTransaction",{"idTag":"TAG","connectorId":"1"}]""", "e4", "TypeConstraintViolation"),
        ("""[2,"e5","RemoteStartTransaction",{"idTag":"TAG","connectorId":1.5}]""", "e5", "TypeConstraintViolation"),
        ("""[2,"e6","GetConfiguration",{"key":"HeartbeatInterval"}]""", "e6", "TypeConstraintViolation"),
        ("""[2,"e7","GetConfiguration",{"key":[null]}]""", "e7", "TypeConstraintViolation"),
        ("""[2,"e8","RemoteStopTransaction",{"transactionId":true}]""", "e8", "TypeConstraintViolation"),
        ("""[2,"f1","RemoteStartTransaction",{"idTag":"123456789012345678901"}]""", "f1", "PropertyConstraintViolation"),
        ("[2,\"f2\",\"ChangeConfiguration\",{\"key\":\"" + new string('k', 51) + "\",\"value\":\"1\"}]", "f2", "PropertyConstraintViolation"),
        ("""[2,"f3","Reset",{"type":"Warm"}]""", "f3", "PropertyConstraintViolation"),
        ("""[2,"f4","RemoteStartTransaction",{"idTag":"TAG","connectorId":-1}]""", "f4", "PropertyConstraintViolation"),
    ];

    [TestMethod]
    public async Task Each_wrong_frame_has_its_answer_and_its_line_in_the_log()
    {
        await using Bench bench = await Bench.StartAsync();
        string before = (await bench.Simulator.StatusAsync()).Json;
        List<string> wrong = [];
        foreach ((string frame, string id, string code) in WrongFrames)
        {
            await bench.Connection.SendTextAsync(frame);
            JsonElement answer = await bench.CentralSystem.AnswerAsync();
            bool right = answer.GetArrayLength() == 5 && answer[0].GetInt32() == 4 && answer[1].GetString() == id && answer[2].GetString() == code
                && answer[3].GetString()!.Length is > 0 and <= 255 && answer[4].ValueKind == JsonValueKind.Object;
            if (!right) wrong.Add($"{frame}  wanted {id} {code}  got {answer.GetRawText()}");
        }

        Assert.IsEmpty(wrong, string.Join('\n', wrong));
        Assert.AreEqual(before, (await bench.Simulator.StatusAsync()).Json, "nothing of it took effect");
        Assert.HasCount(WrongFrames.Length, bench.Simulator.ErrorLines.Where(line => line.Contains("refused call", StringComparison.Ordinal)));
        Assert.AreEqual(1, bench.Peer.Attempts);
    }

    [TestMethod]
    public async Task Answers_to_nothing_are_ignored()
    {
        await using Bench bench = await Bench.StartAsync();
        foreach (string frame in new[] { """[3,"foreign",{}]""", """[4,"foreign","InternalError","",{}]""", """[3,"foreign"]""", """[3]""", """[4,"foreign"]""", """[3,"foreign",[]]""" })
            await bench.Connection.SendTextAsync(frame);
        await bench.AssertAnswersAsync("after");
        await bench.Simulator.DoAsync("ocpp call Heartbeat");
        Assert.AreEqual(1, bench.Peer.Attempts);
    }

    [TestMethod]
    public async Task A_hundred_calls_back_to_back_have_a_hundred_answers_in_order()
    {
        await using Bench bench = await Bench.StartAsync();
        for (int i = 0; i < 100; i++) await bench.Connection.SendTextAsync($$"""[2,"call-{{i}}","GetConfiguration",{"key":["HeartbeatInterval"]}]""");
        for (int i = 0; i < 100; i++)
        {
            JsonElement answer = await bench.CentralSystem.AnswerAsync();
            Assert.AreEqual(3, answer[0].GetInt32());
            Assert.AreEqual($"call-{i}", answer[1].GetString());
        }

        Assert.IsFalse(bench.CentralSystem.HasAnswer);
    }

    [TestMethod]
    public async Task Two_thousand_mutated_calls_are_answered_and_survived()
    {
        const int Seed = 20_161;
        await using Bench bench = await Bench.StartAsync();
        FrameMutator mutator = new(Seed);
        for (int i = 0; i < 2000; i++)
        {
            string frame = mutator.Next();
            string? wanted = IdOfCall(frame);
            await bench.Connection.SendTextAsync(frame);
            await bench.Connection.SendTextAsync($$"""[2,"sentinel-{{i}}","GetConfiguration",{"key":["X"]}]""");
            List<string> ids = [];
            JsonElement answer = await bench.CentralSystem.AnswerAsync();
            while (answer[1].GetRawText() != $"\"sentinel-{i}\"")
            {
                ids.Add(Id(answer[1]));
                answer = await bench.CentralSystem.AnswerAsync();
            }

            Assert.IsLessThanOrEqualTo(1, ids.Count, $"seed {Seed}, frame {i} has {ids.Count} answers: {frame}");
            if (wanted != null) Assert.AreEqual(wanted, ids.SingleOrDefault(), $"seed {Seed}, frame {i}: {frame}");
        }

        Assert.AreEqual(1, bench.Peer.Attempts, "the connection was never lost");
        Assert.DoesNotContain("ERROR", bench.Simulator.Errors);
        await bench.Simulator.QuitAsync();
    }

    // Half a surrogate pair has no text in .NET: what stands for it then has a letter that is not ASCII.
    private static string Id(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "½" + element.GetRawText();
        }
    }

    // The id of a frame that is a call beyond doubt, or null.
    private static string? IdOfCall(string frame)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(frame);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() < 2 || root[0].GetRawText() != "2" || root[1].ValueKind != JsonValueKind.String) return null;
            return Id(root[1]) is { Length: >= 1 and <= 36 } id && id.All(char.IsAscii) ? id : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class Bench : IAsyncDisposable
    {
        private Bench(PeerCentralSystem centralSystem)
        {
            CentralSystem = centralSystem;
            Peer = new RawPeer(centralSystem.ServeAsync);
            Simulator = SimulatorProcess.Start("--central-system", Peer.Url);
        }

        public PeerCentralSystem CentralSystem { get; }

        public RawPeer Peer { get; }

        public SimulatorProcess Simulator { get; }

        public PeerConnection Connection { get; private set; } = null!;

        public static async Task<Bench> StartAsync()
        {
            Bench bench = new(new PeerCentralSystem());
            bench.Connection = await bench.CentralSystem.ReadyAsync();
            await bench.Simulator.OnlineAsync();
            return bench;
        }

        public async Task AssertAnswersAsync(string id)
        {
            await Connection.SendTextAsync($$"""[2,"{{id}}","GetConfiguration",{"key":["HeartbeatInterval"]}]""");
            Assert.AreEqual(id, (await CentralSystem.AnswerAsync())[1].GetString());
        }

        public async ValueTask DisposeAsync()
        {
            await Simulator.DisposeAsync();
            await Peer.DisposeAsync();
        }
    }
}
