namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>
/// A test case of the Open Charge Alliance for a charge point, OCPP 1.6: the test's name is the id and what the case is about. After
/// each case no message of either side may have broken OCPP 1.6, and nothing in the firmware may have failed.
/// </summary>
public abstract class ConformanceTest
{
    private readonly List<ConformanceStation> _stations = [];

    public TestContext TestContext { get; set; } = null!;

    [TestCleanup]
    public async Task CloseAsync()
    {
        List<string> story = [];
        List<string> broken = [];
        foreach (ConformanceStation station in _stations)
        {
            broken.AddRange(station.CentralSystem.Violations);
            broken.AddRange(station.Simulator.ErrorLines.Where(line => line.Contains("handler failed", StringComparison.Ordinal)));
            story.AddRange(station.Story());
            await station.DisposeAsync();
        }

        bool passed = TestContext.CurrentTestOutcome == UnitTestOutcome.Passed && broken.Count == 0;
        ConformanceTable.Record(TestContext.TestName!, story, passed);
        Assert.IsEmpty(broken, string.Join('\n', broken));
    }

    /// <summary>A charge point that was accepted and waits for a vehicle.</summary>
    internal async Task<ConformanceStation> StartAsync(params string[] arguments)
    {
        ConformanceStation station = await ConformanceStation.StartAsync(null, arguments);
        _stations.Add(station);
        return station;
    }

    /// <summary>A charge point that was accepted in a security profile, 1 or 2, by a Central System that asks who it is.</summary>
    internal async Task<ConformanceStation> StartAsync(SecureSite site, int profile, params string[] arguments)
    {
        ConformanceStation station = await ConformanceStation.StartAsync(site, ["--set", "AuthorizationKey=" + SecureSite.Key, "--set", $"SecurityProfile={profile}", .. arguments]);
        _stations.Add(station);
        return station;
    }

    /// <summary>A charge point that is not started yet.</summary>
    internal async Task<ConformanceStation> PrepareAsync(params string[] arguments)
    {
        ConformanceStation station = await ConformanceStation.PrepareAsync(null, arguments);
        _stations.Add(station);
        return station;
    }
}
