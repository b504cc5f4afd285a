using ChargePoint.Simulator.CentralSystem;

namespace ChargePoint.Simulator.Tests.Conformance;

/// <summary>Authorization cache and local authorization list.</summary>
[TestClass]
public sealed class AuthorizationCases : ConformanceTest
{
    [TestMethod]
    public async Task TC_007_1_CS_Regular_start_charging_session_cached_id()
    {
        ConformanceStation station = await StartWithCachedIdAsync();
        await station.IdentifyKnownAsync("CARD1");
        await station.PlugInToChargeAsync();
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_007_2_CS_Remote_start_charging_session_cached_id()
    {
        ConformanceStation station = await StartWithCachedIdAsync();
        await station.RemoteStartKnownAsync("CARD1");
        await station.PlugInToChargeAsync();
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_008_1_CS_Regular_start_charging_session_id_in_local_authorization_list()
    {
        ConformanceStation station = await StartWithListedIdAsync();
        await station.IdentifyKnownAsync("CARD1");
        await station.PlugInToChargeAsync();
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_008_2_CS_Remote_start_charging_session_id_in_local_authorization_list()
    {
        ConformanceStation station = await StartWithListedIdAsync();
        await station.RemoteStartKnownAsync("CARD1");
        await station.PlugInToChargeAsync();
        await station.NothingMoreAsync();
    }

    [TestMethod]
    [ConformanceRemark("the charge point has a local list: not supported is what it answers with LocalAuthListEnabled false")]
    public async Task TC_042_1_CS_Get_local_list_version_not_supported()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("LocalAuthListEnabled", "false");
        Assert.AreEqual(-1, await VersionAsync(station));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_042_2_CS_Get_local_list_version_empty()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("LocalAuthListEnabled", "true");
        Assert.AreEqual(0, await VersionAsync(station));
        await station.CallAsync("SendLocalList", new { listVersion = 1, updateType = "Full" }, "Accepted");
        Assert.AreEqual(0, await VersionAsync(station));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_043_CS_Send_local_authorization_list()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("LocalAuthListEnabled", "true");
        await station.CallAsync("SendLocalList", Entries(1, "Full", "CARD1", "CARD2"), "Accepted");
        Assert.AreEqual(1, await VersionAsync(station));
        await station.CallAsync("SendLocalList", Entries(2, "Differential", "CARD3"), "Accepted");
        Assert.AreEqual(2, await VersionAsync(station));
        await station.ConfigureAsync("LocalPreAuthorize", "true");
        await station.IdentifyKnownAsync("CARD3");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    [ConformanceRemark("the charge point has a local list: not supported is what it answers with LocalAuthListEnabled false")]
    public async Task TC_043_1_CS_Send_local_authorization_list_NotSupported()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("LocalAuthListEnabled", "false");
        await station.CallAsync("SendLocalList", Entries(1, "Full", "CARD1"), "NotSupported");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_043_2_CS_Send_local_authorization_list_VersionMismatch()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("LocalAuthListEnabled", "true");
        await station.CallAsync("SendLocalList", Entries(2, "Full", "CARD1"), "Accepted");
        Assert.AreEqual(2, await VersionAsync(station));
        await station.CallAsync("SendLocalList", Entries(5, "Differential", "CARD2"), "Accepted");
        Assert.AreEqual(5, await VersionAsync(station));
        await station.CallAsync("SendLocalList", Entries(4, "Differential", "CARD3"), "VersionMismatch");
        Assert.AreEqual(5, await VersionAsync(station));
        await station.NothingMoreAsync();
    }

    [TestMethod]
    [ConformanceRemark("made to fail by an idTag that is there twice")]
    public async Task TC_043_3_CS_Send_local_authorization_list_Failed()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("LocalAuthListEnabled", "true");
        await station.CallAsync("SendLocalList", Entries(1, "Full", "CARD1"), "Accepted");
        await station.CallAsync("SendLocalList", Entries(2, "Full", "CARD2", "CARD2"), "Failed");
        Assert.AreEqual(1, await VersionAsync(station), "the old list stays");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_061_1_CS_Clear_authorization_data_in_authorization_cache_local()
    {
        ConformanceStation station = await StartWithCachedIdAsync();
        await station.IdentifyKnownAsync("CARD1");
        await station.TimeOutAsync(61);
        await station.CallAsync("ClearCache", new { }, "Accepted");
        await station.IdentifyAsync("CARD1");
        await station.NothingMoreAsync();
    }

    [TestMethod]
    public async Task TC_061_2_CS_Clear_authorization_data_in_authorization_cache_remote()
    {
        ConformanceStation station = await StartWithCachedIdAsync();
        await station.RemoteStartKnownAsync("CARD1");
        await station.TimeOutAsync(61);
        await station.CallAsync("ClearCache", new { }, "Accepted");
        await station.RemoteStartAsync("CARD1");
        await station.NothingMoreAsync();
    }

    // The cache knows CARD1 from a first use that came to nothing.
    private async Task<ConformanceStation> StartWithCachedIdAsync()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("AuthorizationCacheEnabled", "true");
        await station.ConfigureAsync("LocalPreAuthorize", "true");
        await station.IdentifyAsync("CARD1");
        await station.TimeOutAsync(61);
        return station;
    }

    private async Task<ConformanceStation> StartWithListedIdAsync()
    {
        ConformanceStation station = await StartAsync();
        await station.ConfigureAsync("LocalPreAuthorize", "true");
        await station.ConfigureAsync("AuthorizationCacheEnabled", "false");
        await station.ConfigureAsync("LocalAuthListEnabled", "true");
        Assert.AreEqual(0, await VersionAsync(station));
        await station.CallAsync("SendLocalList", Entries(1, "Full", "CARD1", "CARD2"), "Accepted");
        return station;
    }

    private static object Entries(int listVersion, string updateType, params string[] idTags) => new
    {
        listVersion,
        updateType,
        localAuthorizationList = idTags.Select(idTag => new { idTag, idTagInfo = new { status = "Accepted" } }),
    };

    private static async Task<long> VersionAsync(ConformanceStation station) =>
        (await station.CallAsync("GetLocalListVersion", new { })).Whole("listVersion")!.Value;
}
