using System.Text;
using ChargePoint.Features;
using ChargePoint.Hal;
using ChargePoint.Ocpp;
using ChargePoint.Runtime;
using ChargePoint.Security;

namespace ChargePoint.Firmware;

/// <summary>
/// provision.json: what a charge point is told before its first start. It is judged as a whole, then applied, then deleted; a wrong one
/// changes nothing and stays. Whatever is applied twice is as if it was applied once, so a loss of power at any moment is harmless.
/// Made for one start and dropped after it.
/// </summary>
public sealed class Provisioning
{
    /// <summary>Name of the file in flash.</summary>
    public const string FileName = "provision.json";

    /// <summary>Longest file, in bytes.</summary>
    public const int LongestFile = 16384;

    private const int MostValues = 64;
    private const int LongestName = 40;

    private readonly IBoard _board;
    private readonly ConfigurationStore _configuration;
    private readonly SecurityRoom _security;
    private readonly RootInstaller _installer;
    private readonly Log _log;
    private readonly JsonReader _json = new();
    private readonly int[] _keys = new int[MostValues];
    private readonly string?[] _values = StringArray.OfNull(MostValues);
    private int _count;
    private string? _pin;
    private int _newCertificates;
    private bool _isApplying;
    private string _problem = "";

    /// <summary>Makes it.</summary>
    /// <param name="board">Its flash holds the file.</param>
    /// <param name="configuration">Takes the values; nobody is told of them.</param>
    /// <param name="security">Profile and service PIN.</param>
    /// <param name="installer">Takes the certificates.</param>
    /// <param name="log">Log.</param>
    public Provisioning(IBoard board, ConfigurationStore configuration, SecurityRoom security, RootInstaller installer, Log log)
    {
        _board = board;
        _configuration = configuration;
        _security = security;
        _installer = installer;
        _log = log;
    }

    /// <summary>The network's settings, if the file has any; they are stored when <see cref="Run"/> has applied the file.</summary>
    public NetworkSettings? Network { get; private set; }

    /// <summary>Looks for the file and does what it says.</summary>
    /// <returns>null if there is none, "" if it was applied, otherwise what is wrong, in one line that begins with the member.</returns>
    public string? Run()
    {
        int length = _board.Flash.Length(FileName);
        if (length < 0) return null;
        _problem = length > LongestFile ? $"longer than {LongestFile} bytes" : "";
        if (_problem.Length == 0) Take(length);
        if (_problem.Length > 0) _log.Error("provision", $"{FileName} changes nothing: {_problem}");
        else _log.Info("provision", FileName + " was applied");
        return _problem;
    }

    private void Take(int length)
    {
        byte[] text = new byte[length];
        if (_board.Flash.Read(FileName, 0, text, 0, length) != length)
        {
            _problem = "unreadable";
            return;
        }

        JsonError error = JsonReader.Validate(_json, text, 0, length, out int position);
        if (error != JsonError.None)
        {
            int line = 1;
            for (int i = 0; i < position && i < length; i++) line += text[i] == (byte)'\n' ? 1 : 0;
            _problem = $"line {line}: no JSON: {JsonReader.Describe(error)}";
            return;
        }

        Read(text);
        if (_problem.Length == 0) Judge();
        if (_problem.Length > 0) return;
        _isApplying = true;
        Apply(text);
    }

    // What is there is stored in this order, each in one step; the file goes last.
    private void Apply(byte[] text)
    {
        if (Network != null && !NetworkStore.Save(_board.Flash, _board.SecureElement, Network)) Note("network", "the flash does not take it");
        if (_newCertificates > 0) Read(text);
        int[] keys = new int[_count];
        string[] values = StringArray.OfNull(_count)!;
        System.Array.Copy(_keys, keys, _count);
        System.Array.Copy(_values, values, _count);
        if (_problem.Length == 0 && _count > 0 && !_configuration.Preset(keys, values, out string problem)) Note("configuration", problem);
        if (_problem.Length == 0 && _pin != null && !_security.Pin.IsSet && !_security.Pin.Set(_pin, out problem)) Note("servicePin", problem);
        if (_pin != null) _security.Pin.Close();
        if (_problem.Length == 0 && !_board.Flash.Delete(FileName)) Note(FileName, "was applied, but cannot be deleted");
    }

    // The text is sound JSON. Read to judge it, and once more to install the certificates, which are too large to be kept.
    private void Read(byte[] text)
    {
        _json.Reset(text, 0, text.Length);
        if (_json.Read() != JsonToken.StartObject) Note("", "has to be an object { ... }");
        while (_problem.Length == 0 && _json.Read() == JsonToken.Name)
        {
            string name = _json.GetString();
            _json.Read();
            if (name == "certificates") ReadCertificates();
            else if (_isApplying) _json.SkipValue();
            else ReadMember(name);
        }
    }

    private void ReadMember(string name)
    {
        switch (name)
        {
            case "identity":
                ReadValue(name, Key.Identity);
                break;
            case "centralSystem":
                ReadValue(name, Key.CentralSystemUrl);
                break;
            case "password":
                ReadValue(name, Key.AuthorizationKey);
                break;
            case "securityProfile":
                if (_json.Token == JsonToken.Number && _json.TryGetInt(out int profile) && profile >= 0 && profile <= 3) Keep(name, Key.SecurityProfile, profile.ToString());
                else Note(name, "has to be 0, 1, 2 or 3");
                break;
            case "network":
                ReadNetwork();
                break;
            case "configuration":
                ReadConfiguration();
                break;
            case "servicePin":
                _pin = Text(name, ServicePin.Longest);
                if (_problem.Length == 0 && !ServicePin.IsWellFormed(_pin)) Note(name, $"has {ServicePin.Shortest} to {ServicePin.Longest} digits");
                break;
            default:
                Note(Shortened(name), "is not known");
                break;
        }
    }

    private void ReadValue(string name, int key) => Keep(name, key, Text(name, KeyTable.Of(key).Maximum));

    private void Keep(string name, int key, string value)
    {
        if (_problem.Length > 0) return;
        string problem = ValueRules.Check(KeyTable.Of(key), ref value);
        if (problem.Length == 0 && key == Key.CentralSystemUrl) WebSocketAddress.Parse(value, out problem);
        if (problem.Length == 0 && key == Key.Identity && !ChargePoint.IsIdentity(value)) problem = "has 1 to 48 characters, no blank and no colon";
        if (problem.Length == 0 && key == Key.AuthorizationKey && Encoding.UTF8.GetBytes(value).Length > SecurityProfiles.LongestKey) problem = $"must have at most {SecurityProfiles.LongestKey} bytes";
        for (int i = 0; i < _count; i++)
        {
            if (_keys[i] == key) problem = "stands there twice";
        }

        if (_count == MostValues) problem = "is one value too many";
        Note(name, problem);
        if (_problem.Length > 0) return;
        _keys[_count] = key;
        _values[_count++] = value;
    }

    private void ReadNetwork()
    {
        NetworkSettings settings = new();
        if (_json.Token != JsonToken.StartObject) Note("network", "has to be an object { ... }");
        while (_problem.Length == 0 && _json.Read() == JsonToken.Name)
        {
            string name = _json.GetString();
            int index = 0;
            while (index < NetworkSettings.Count && NetworkSettings.NameOf(index) != name) index++;
            _json.Read();
            if (index == NetworkSettings.Count) Note("network." + Shortened(name), "is not known");
            else settings[index] = Text("network." + name, NetworkStore.LongestHost);
        }

        string problem = NetworkStore.Check(settings);
        if (problem.Length > 0 && _problem.Length == 0) _problem = "network." + problem;
        Network = settings;
    }

    private void ReadConfiguration()
    {
        if (_json.Token != JsonToken.StartObject) Note("configuration", "has to be an object { ... }");
        while (_problem.Length == 0 && _json.Read() == JsonToken.Name)
        {
            string name = _json.GetString();
            string path = "configuration." + Shortened(name);
            int key = KeyTable.Find(name);
            _json.Read();
            if (key < 0) Note(path, "is no key");
            else if (KeyTable.Of(key).Access == KeyAccess.ReadOnly) Note(path, "is read-only");
            else if (key == Key.Identity || key == Key.CentralSystemUrl || key == Key.AuthorizationKey || key == Key.SecurityProfile) Note(path, "has a member of its own");
            else Keep(path, key, Text(path, 500));
        }
    }

    private void ReadCertificates()
    {
        if (_json.Token != JsonToken.StartArray) Note("certificates", "has to be an array [ ... ]");
        for (int i = 0; _problem.Length == 0 && _json.Read() != JsonToken.EndArray; i++)
        {
            string path = $"certificates[{i}]";
            byte[] pem = Encoding.UTF8.GetBytes(Text(path, RootInstaller.LongestPem));
            if (_problem.Length > 0) return;
            string problem;
            if (_isApplying)
            {
                _installer.Install(CertificateUse.CentralSystemRootCertificate, pem, out problem);
            }
            else
            {
                problem = _installer.Examine(CertificateUse.CentralSystemRootCertificate, pem, out bool isInstalled);
                if (!isInstalled) _newCertificates++;
            }

            Note(path, problem);
        }
    }

    // What depends on each other.
    private void Judge()
    {
        if (_newCertificates > _installer.Room) Note("certificates", $"no more than {CertificateStore.MostCertificates} certificates are kept");
        int profile = int.Parse(ValueOf(Key.SecurityProfile));
        bool hasAuthority = _newCertificates > 0 || (_security.Profiles.Credentials != null && _security.Profiles.Credentials.HasAuthority);
        if ((profile == 1 || profile == 2) && ValueOf(Key.AuthorizationKey).Length == 0) Note("securityProfile", "needs a password");
        if (profile >= 2 && !hasAuthority) Note("securityProfile", "needs the certificate of an authority");
        if (profile == 3 && (_security.Profiles.Credentials == null || !_security.Profiles.Credentials.HasClientCertificate)) Note("securityProfile", "needs a certificate of this charge point");

        // A loss of power may have left the same one here. A file that is refused stays: each start would be one more wrong attempt.
        if (_pin != null && _security.Pin.IsSet && !_security.Pin.Is(_pin)) Note("servicePin", "another one is set");
    }

    private string ValueOf(int key)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_keys[i] == key) return _values[i]!;
        }

        return _configuration.Text(key);
    }

    private string Text(string name, int longest)
    {
        if (_json.Token != JsonToken.String) Note(name, "has to be a text in quotes");
        else if (_json.ValueLength > longest) Note(name, $"must have at most {longest} characters");
        else return _json.GetString();
        return "";
    }

    private void Note(string name, string problem)
    {
        if (problem.Length > 0 && _problem.Length == 0) _problem = name.Length > 0 ? name + ": " + problem : problem;
    }

    private static string Shortened(string name) => name.Length > LongestName ? name.Substring(0, LongestName) + "..." : name;
}
