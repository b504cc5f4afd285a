using System.Text;
using ChargePoint.Features;
using ChargePoint.Maintenance;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;

namespace ChargePoint.Pricing;

/// <summary>
/// Shows prices and cost by the OCA's extension "OCPP 1.6 and California Pricing Requirements" (vendorId org.openchargealliance.costmsg):
/// <code>
/// DefaultPrice (configuration)   shown while nobody uses the connector
/// SetUserPrice                   shown to the user whose card was presented
/// RunningCost                    shown in a transaction, and calculated on from the prices in it until the next one comes
/// FinalCost                      shown until the connector is free again
/// ConnectorUnplugged             told when the plug is pulled after a transaction, if CustomIdleFeeAfterStop is true
/// </code>
/// What is shown goes to the connector's indicator and to the console. The Central System alone decides what is billed.
/// </summary>
public sealed class CostDisplay : IDataTransferVendor, IConnectorText
{
    /// <summary>Longest text that is kept, in characters; a longer one is cut.</summary>
    public const int LongestText = 512;

    private const int LongestQuotedText = 4096;

    private readonly Connector[] _connectors;
    private readonly ConnectorPrice[] _prices;
    private readonly TransactionQueue _transactions;
    private readonly ConfigurationStore _configuration;
    private readonly CentralSystemLink _link;
    private readonly WallClock _clock;
    private readonly Log _log;
    private readonly ConnectorUnplugged _unplugged;
    private string _pendingIdTag = "";
    private string _pendingText = "";
    private string _default = "";
    private string _defaultOnline = "";
    private string _defaultOffline = "";

    /// <summary>Makes the display.</summary>
    /// <param name="room">What connectors share.</param>
    /// <param name="connectors">All connectors, connector 1 first.</param>
    /// <param name="link">Tells whether the Central System is there.</param>
    /// <param name="queue">Sends ConnectorUnplugged.</param>
    public CostDisplay(ChargingRoom room, Connector[] connectors, CentralSystemLink link, CallQueue queue)
    {
        _connectors = connectors;
        _transactions = room.Transactions;
        _configuration = room.Configuration;
        _link = link;
        _clock = room.Clock;
        _log = room.Log;
        _unplugged = new ConnectorUnplugged(queue, room.Transactions);
        _prices = new ConnectorPrice[connectors.Length];
        for (int i = 0; i < _prices.Length; i++) _prices[i] = new ConnectorPrice();
    }

    /// <inheritdoc/>
    public string VendorId => ConnectorUnplugged.Vendor;

    /// <summary>Tells that plugs were pulled.</summary>
    public ICallSource Source => _unplugged;

    /// <inheritdoc/>
    public string TextOf(int connectorId) => _prices[connectorId - 1].Shown;

    /// <inheritdoc/>
    public DataTransferStatus Handle(string messageId, string data, out string? reply)
    {
        reply = null;
        byte[] bytes = Encoding.UTF8.GetBytes(data);
        Fields fields = new(new JsonReader());
        fields.Reset(bytes, 0, bytes.Length);
        bool done;
        if (messageId == "SetUserPrice") done = SetUserPrice(fields);
        else if (messageId == "RunningCost") done = TakeRunningCost(fields);
        else if (messageId == "FinalCost") done = TakeFinalCost(fields);
        else return DataTransferStatus.UnknownMessageId;
        if (!done) _log.Warning("price", $"{messageId} is rejected: {(fields.Error == null ? "no such transaction, or a field is missing" : fields.Error.Description)}");
        return done ? DataTransferStatus.Accepted : DataTransferStatus.Rejected;
    }

    /// <summary>Looks at a connector, shows what is true now and carries out what was asked for. Called after each change, and once a second.</summary>
    /// <param name="connector">The connector.</param>
    public void Look(Connector connector)
    {
        ConnectorPrice price = _prices[connector.Id - 1];
        if (connector.Transaction != null && connector.Transaction != price.Transaction)
        {
            price.Cost = null;
            price.FinalText = "";
            price.Transaction = connector.Transaction;
        }

        TakePending(connector, price);
        NoticeUnplugged(connector, price);
        if (price.Cost != null && connector.Transaction != null) LookForTriggers(connector, price);
        price.Status = connector.Status;
        string text = TextFor(connector, price);
        if (text == price.Shown) return;
        price.Shown = text;
        connector.Hardware.Indicator.ShowText(text);
    }

    private bool SetUserPrice(Fields fields)
    {
        string? idToken = null;
        string? text = null;
        string? translated = null;
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (fields.Is("idToken")) idToken = fields.Text(20);
            else if (fields.Is("priceText")) text = fields.Text(LongestQuotedText);
            else if (fields.Is("priceTextExtra")) translated = InOurLanguage(fields);
        }

        if (fields.Error != null || idToken == null || text == null) return false;
        _pendingIdTag = idToken;
        _pendingText = Cut(translated ?? text);
        foreach (Connector connector in _connectors) Look(connector);
        return true;
    }

    // [{"format":..,"language":"nl","content":"..."}]
    private string? InOurLanguage(Fields fields)
    {
        string wanted = _configuration.Text(Key.Language);
        string? found = null;
        fields.BeginArray();
        while (fields.NextElement())
        {
            string language = "";
            string content = "";
            fields.BeginObject();
            while (fields.NextMember())
            {
                if (fields.Is("language")) language = fields.Text(35);
                else if (fields.Is("content")) content = fields.Text(LongestQuotedText);
            }

            if (language.Length > 0 && CiString.Equals(language, wanted)) found = content;
        }

        return found;
    }

    private bool TakeRunningCost(Fields fields)
    {
        RunningCost cost = new();
        if (!cost.Read(fields)) return false;
        ConnectorPrice? price = Find(cost.TransactionId, out Connector? connector);
        if (price == null) return false;

        // The grace counts from the message that made it idle; a price that came late says nothing about the power of before.
        if (cost.IsIdle && price.Cost != null && price.Cost.IsIdle) cost.IdleSinceUnixMs = price.Cost.IdleSinceUnixMs;
        price.IsPowerUnknown = price.Cost == null || price.Cost.TriggerPowerW != cost.TriggerPowerW;
        price.Cost = cost;
        Look(connector!);
        return true;
    }

    private bool TakeFinalCost(Fields fields)
    {
        bool hasId = false;
        bool hasCost = false;
        int transactionId = 0;
        long cost = 0;
        string? text = null;
        string qrCode = "";
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (fields.Is("transactionId"))
            {
                transactionId = fields.Integer();
                hasId = true;
            }
            else if (fields.Is("cost"))
            {
                cost = fields.LongDecimal(UnitPrices.Decimals, UnitPrices.Largest);
                hasCost = true;
            }
            else if (fields.Is("priceText")) text = fields.Text(LongestQuotedText);
            else if (fields.Is("priceTextExtra")) text = InOurLanguage(fields) ?? text;
            else if (fields.Is("qrCodeText")) qrCode = fields.Text(LongestText);
        }

        if (fields.Error != null || !hasId || !hasCost) return false;
        ConnectorPrice? price = Find(transactionId, out Connector? connector);
        if (price == null) return false;
        string shown = $"Total {Amount(cost)}";
        if (text != null && text.Length > 0) shown = $"{shown}: {text}";
        if (qrCode.Length > 0) shown = $"{shown} {qrCode}";
        price.FinalText = Cut(shown);
        Look(connector!);
        return true;
    }

    private ConnectorPrice? Find(int transactionId, out Connector? connector)
    {
        for (int i = 0; i < _prices.Length; i++)
        {
            connector = _connectors[i];
            if (connector.Transaction != null) _prices[i].Transaction = connector.Transaction;
            Transaction? transaction = _prices[i].Transaction;
            if (transaction != null && transaction.HasId && transaction.Id == transactionId) return _prices[i];
        }

        connector = null;
        return null;
    }

    private void TakePending(Connector connector, ConnectorPrice price)
    {
        string? idTag = connector.Transaction != null ? connector.Transaction.IdTag : connector.AuthorizedIdTag;
        bool isGone = idTag == null ? price.Transaction == null : price.UserIdTag.Length > 0 && !CiString.Equals(idTag, price.UserIdTag);
        if (isGone) price.UserText = price.UserIdTag = "";
        if (idTag == null || _pendingIdTag.Length == 0 || !CiString.Equals(idTag, _pendingIdTag)) return;
        price.UserIdTag = idTag;
        price.UserText = _pendingText;
        _pendingIdTag = _pendingText = "";
    }

    private void NoticeUnplugged(Connector connector, ConnectorPrice price)
    {
        Transaction? last = price.Transaction;
        bool isOver = last != null && connector.Transaction == null && connector.AuthorizedIdTag == null;
        if (!isOver || connector.IsVehicleConnected || connector.Status == ConnectorStatus.Finishing || connector.Status == ConnectorStatus.Faulted) return;
        if (last!.HasId && _configuration.Boolean(Key.CustomIdleFeeAfterStop)) _unplugged.Tell(last.Id, _clock.UnixMs);
        price.Clear();
    }

    private void LookForTriggers(Connector connector, ConnectorPrice price)
    {
        RunningCost cost = price.Cost!;
        Transaction transaction = connector.Transaction!;
        long energyWh = connector.Meter.Reading.EnergyWh;
        bool wanted = false;
        if (cost.TriggerUnixMs > 0 && _clock.IsKnown && _clock.UnixMs >= cost.TriggerUnixMs)
        {
            cost.TriggerUnixMs = 0;
            wanted = true;
        }

        if (cost.TriggerEnergyWh > 0 && energyWh - transaction.Begin.EnergyWh >= cost.TriggerEnergyWh)
        {
            cost.TriggerEnergyWh = 0;
            wanted = true;
        }

        if (connector.Status != price.Status && (cost.TriggerStatuses & (1 << (int)connector.Status)) != 0) wanted = true;
        if (cost.TriggerPowerW >= 0) wanted |= HasCrossed(price, cost.TriggerPowerW, connector.Meter.Reading.PowerW);
        if (!wanted) return;
        MeterSample sample = connector.Meter.Take(ReadingContext.Trigger);
        if (connector.Meter.IsSilent) return;
        _transactions.Sample(transaction, sample, Measurands.SetOf(_configuration.Text(Key.MeterValuesSampledData)), 0);
    }

    // Within 5 % around the threshold nothing changes, so that a power that plays around it does not flood anybody.
    private static bool HasCrossed(ConnectorPrice price, int thresholdW, int powerW)
    {
        int band = thresholdW / 20;
        bool above = powerW > thresholdW + band || (powerW >= thresholdW - band && price.WasAbovePower && !price.IsPowerUnknown);
        bool crossed = !price.IsPowerUnknown && above != price.WasAbovePower;
        price.WasAbovePower = above;
        price.IsPowerUnknown = false;
        return crossed;
    }

    private string TextFor(Connector connector, ConnectorPrice price)
    {
        if (price.FinalText.Length > 0) return price.FinalText;
        if (price.Cost != null && _clock.IsKnown)
        {
            long energyWh = connector.Meter.Reading.EnergyWh;
            price.Cost.Advance(_clock.UnixMs, energyWh);
            string what = price.Cost.IsIdle ? "Idle, cost" : "Cost";
            return $"{what} {Amount(price.Cost.At(_clock.UnixMs, energyWh))}";
        }

        return price.UserText.Length > 0 ? price.UserText : DefaultText();
    }

    private string DefaultText()
    {
        string value = _configuration.Text(Key.DefaultPrice);
        if (value != _default) ReadDefault(value);
        return _link.IsOnline || _defaultOffline.Length == 0 ? _defaultOnline : _defaultOffline;
    }

    // {"priceText":"..","priceTextOffline":"..","chargingPrice":{..}}; what is no such object is shown as it is.
    private void ReadDefault(string value)
    {
        _default = _defaultOnline = value;
        _defaultOffline = "";
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        Fields fields = new(new JsonReader());
        fields.Reset(bytes, 0, bytes.Length);
        string online = "";
        string offline = "";
        fields.BeginObject();
        while (fields.NextMember())
        {
            if (fields.Is("priceText")) online = fields.Text(LongestText);
            else if (fields.Is("priceTextOffline")) offline = fields.Text(LongestText);
        }

        if (fields.Error != null) return;
        _defaultOnline = Cut(online);
        _defaultOffline = Cut(offline);
    }

    private string Amount(long amount)
    {
        int decimals = _configuration.Integer(Key.NumberOfDecimalsForCostValues);
        long unit = 1;
        for (int i = decimals; i < UnitPrices.Decimals; i++) unit *= 10;
        long rounded = (amount + (unit / 2)) / unit;
        string digits = rounded.ToString().PadLeft(decimals + 1, '0');
        return decimals == 0 ? digits : digits.Substring(0, digits.Length - decimals) + "." + digits.Substring(digits.Length - decimals);
    }

    private static string Cut(string text)
    {
        char[] characters = text.ToCharArray();
        int length = characters.Length < LongestText ? characters.Length : LongestText;
        for (int i = 0; i < length; i++)
        {
            if (characters[i] < ' ') characters[i] = ' ';
        }

        return new string(characters, 0, length);
    }
}
