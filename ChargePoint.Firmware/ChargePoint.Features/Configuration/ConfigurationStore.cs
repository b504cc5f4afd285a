using System;
using System.Text;
using ChargePoint.Hal;
using ChargePoint.Runtime;

namespace ChargePoint.Features;

/// <summary>What became of a change of configuration.</summary>
public enum ChangeOutcome
{
    /// <summary>The value is in force.</summary>
    Accepted,

    /// <summary>The value is stored and in force after the next restart.</summary>
    RebootRequired,

    /// <summary>The value is wrong, the key may not be changed, or the flash does not take it. Nothing has changed.</summary>
    Rejected,

    /// <summary>There is no such key.</summary>
    NotSupported,
}

/// <summary>Is told of every change of a configuration value.</summary>
public interface IConfigurationObserver
{
    /// <summary>A value has changed.</summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    void OnConfigurationChanged(int key);
}

/// <summary>Has a say in changes that need more than a value of the right form.</summary>
public interface IConfigurationGuard
{
    /// <summary>A value of the right form, which differs from the present one, is about to be stored.</summary>
    /// <param name="key">Number of the key in <see cref="Key"/>.</param>
    /// <param name="value">The new value.</param>
    /// <param name="isRemote">True if the Central System asks for it.</param>
    /// <returns>"" if it may be, otherwise why not, in one line.</returns>
    string Refuse(int key, string value, bool isRemote);
}

/// <summary>
/// Configuration values, kept in flash in two alternating slots. Only values that differ from their default are stored. Values
/// of keys that this version does not know (written by a newer one) are kept and written back.
/// </summary>
public sealed class ConfigurationStore
{
    /// <summary>Most bytes that all stored values may take together.</summary>
    public const int LongestImage = 3072;

    private const char SealedMark = '*';

    private readonly Log _log;
    private readonly SlotFile _file;
    private readonly string _numberOfConnectors;
    private readonly ISecureElement? _element;
    private IConfigurationObserver[] _observers = new IConfigurationObserver[0];
    private string _unknown = "";

    // The values that differ from their default, and their keys: few, so they are not given a place for every key. Replaced, never changed.
    private byte[] _keys = new byte[0];
    private string[] _values = new string[0];

    /// <summary>Makes a store and loads what is in flash.</summary>
    /// <param name="file">Where the values are kept.</param>
    /// <param name="numberOfConnectors">How many connectors the board has.</param>
    /// <param name="log">Log.</param>
    /// <param name="element">Secure element that seals secrets before they go to flash, or null: they stand there as they are.</param>
    public ConfigurationStore(SlotFile file, int numberOfConnectors, Log log, ISecureElement? element = null)
    {
        _file = file;
        _log = log;
        _element = element;
        _numberOfConnectors = numberOfConnectors.ToString();
        Load();
    }

    /// <summary>True if no configuration was ever stored in flash: the charge point is factory-new. One that was lost does not count.</summary>
    public bool IsFactoryNew { get; private set; }

    /// <summary>Has a say in changes, or null.</summary>
    public IConfigurationGuard? Guard { get; set; }

    /// <summary>Reads a value as text.</summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    public string Text(int key)
    {
        if (key == Key.NumberOfConnectors) return _numberOfConnectors;
        int index = Find(key);
        return index < 0 ? KeyTable.Of(key).Default : _values[index];
    }

    /// <summary>
    /// A value as it may be shown in diagnostics and on the console: of a secret only whether it is set, of an address neither path nor query,
    /// where operators put tokens.
    /// </summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    public string Shown(int key)
    {
        string value = Text(key);
        if (KeyTable.Of(key).Access == KeyAccess.WriteOnly) return value.Length == 0 ? "(not set)" : "(set, not shown)";
        return key == Key.CentralSystemUrl ? Shown(value) : value;
    }

    /// <summary>An address as it may be shown: without path and query.</summary>
    /// <param name="url">The address.</param>
    public static string Shown(string url)
    {
        int scheme = url.IndexOf("://");
        if (scheme < 0) return url.Length == 0 ? "" : "(no URL)";
        int path = url.IndexOf('/', scheme + 3);
        int query = url.IndexOf('?');
        if (query >= 0 && (path < 0 || query < path)) path = query;
        return path < 0 || path + 1 == url.Length ? url : url.Substring(0, path) + "/...";
    }

    /// <summary>Reads an integer value.</summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    public int Integer(int key) => int.Parse(Text(key));

    /// <summary>Reads a boolean value.</summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    public bool Boolean(int key) => Text(key) == "true";

    /// <summary>Adds somebody who is told of changes.</summary>
    /// <param name="observer">The observer.</param>
    public void Observe(IConfigurationObserver observer)
    {
        IConfigurationObserver[] observers = new IConfigurationObserver[_observers.Length + 1];
        Array.Copy(_observers, observers, _observers.Length);
        observers[_observers.Length] = observer;
        _observers = observers;
    }

    /// <summary>Changes a value on behalf of the Central System (OCPP 1.6 section 5.3).</summary>
    /// <param name="name">Name of the key.</param>
    /// <param name="value">New value.</param>
    public ChangeOutcome Change(string name, string value)
    {
        int key = KeyTable.Find(name);
        if (key < 0) return ChangeOutcome.NotSupported;
        KeyTable definition = KeyTable.Of(key);
        if (definition.Access == KeyAccess.Local) return ChangeOutcome.NotSupported;
        return definition.Access == KeyAccess.ReadOnly ? ChangeOutcome.Rejected : Set(key, value, true, out _);
    }

    /// <summary>Changes a value, whoever asks for it.</summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    /// <param name="value">New value.</param>
    /// <param name="problem">Why it was rejected, in one line.</param>
    public ChangeOutcome Set(int key, string value, out string problem) => Set(key, value, false, out problem);

    /// <summary>Gives a value that may be changed back to what a factory-new charge point has, also where nobody could set that.</summary>
    /// <param name="key">Its number in <see cref="Key"/>.</param>
    /// <param name="problem">Why it was rejected, in one line.</param>
    public ChangeOutcome Reset(int key, out string problem) => Store(key, KeyTable.Of(key).Default, false, out problem);

    private ChangeOutcome Set(int key, string value, bool isRemote, out string problem)
    {
        problem = ValueRules.Check(KeyTable.Of(key), ref value);
        return problem.Length > 0 ? ChangeOutcome.Rejected : Store(key, value, isRemote, out problem);
    }

    private ChangeOutcome Store(int key, string value, bool isRemote, out string problem)
    {
        KeyTable definition = KeyTable.Of(key);
        problem = "";
        if (Text(key) == value) return ChangeOutcome.Accepted;
        if (Guard != null) problem = Guard.Refuse(key, value, isRemote);
        if (problem.Length > 0) return ChangeOutcome.Rejected;
        byte[] oldKeys = _keys;
        string[] oldValues = _values;
        Keep(key, value == definition.Default ? null : value);
        if (!Save())
        {
            _keys = oldKeys;
            _values = oldValues;
            problem = "the flash does not take it";
            return ChangeOutcome.Rejected;
        }

        _log.Info("config", definition.Access == KeyAccess.WriteOnly || key == Key.CentralSystemUrl ? $"{KeyTable.NameOf(key)} changed" : $"{KeyTable.NameOf(key)} = {value}");
        for (int i = 0; i < _observers.Length; i++) _observers[i].OnConfigurationChanged(key);
        return definition.NeedsRestart ? ChangeOutcome.RebootRequired : ChangeOutcome.Accepted;
    }

    /// <summary>
    /// Takes the values that a factory-new charge point is delivered with, in one write: all of them or none. Afterwards it is not
    /// factory-new any more, also if there are none. Observers are not told: call it before the charge point starts.
    /// </summary>
    /// <param name="keys">Their numbers in <see cref="Key"/>; the last one counts if a key is there twice.</param>
    /// <param name="values">Their values.</param>
    /// <param name="problem">Why nothing was taken, in one line.</param>
    /// <returns>False if a value is wrong or the flash does not take them.</returns>
    public bool Preset(int[] keys, string[] values, out string problem)
    {
        byte[] oldKeys = _keys;
        string[] oldValues = _values;
        problem = "";
        for (int i = 0; i < keys.Length && problem.Length == 0; i++)
        {
            KeyTable definition = KeyTable.Of(keys[i]);
            string value = values[i];
            problem = ValueRules.Check(definition, ref value);
            Keep(keys[i], value == definition.Default ? null : value);
        }

        if (problem.Length == 0 && !Save()) problem = "the flash does not take it";
        if (problem.Length == 0) return true;
        _keys = oldKeys;
        _values = oldValues;
        return false;
    }

    private int Find(int key)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            if (_keys[i] == key) return i;
        }

        return -1;
    }

    // In the order of the keys, so that what is stored does not depend on what was changed first.
    private void Keep(int key, string? value)
    {
        int count = 0;
        byte[] keys = new byte[_keys.Length + 1];
        string[] values = new string[_keys.Length + 1];
        bool placed = value == null;
        for (int i = 0; i < _keys.Length; i++)
        {
            if (_keys[i] == key) continue;
            if (!placed && _keys[i] > key)
            {
                keys[count] = (byte)key;
                values[count++] = value!;
                placed = true;
            }

            keys[count] = _keys[i];
            values[count++] = _values[i];
        }

        if (!placed)
        {
            keys[count] = (byte)key;
            values[count++] = value!;
        }

        _keys = new byte[count];
        _values = StringArray.OfNull(count)!;
        Array.Copy(keys, _keys, count);
        Array.Copy(values, _values, count);
    }

    // Image: a line "name=value" for each value; a value holds no line feed (ValueRules sees to that). A sealed value has a '*' before its name.
    private void Load()
    {
        byte[] image = new byte[LongestImage];
        bool loaded = _file.Load(image, out int length);
        IsFactoryNew = _file.IsNew;
        if (_file.Reason.Length > 0) _log.Warning("config", _file.Reason);
        if (!loaded) return;
        string[] lines = Encoding.UTF8.GetString(image, 0, length).Split('\n');
        foreach (string line in lines)
        {
            int equals = line.IndexOf('=');
            if (equals <= 0) continue;
            bool isSealed = line[0] == SealedMark;
            int key = FindStored(isSealed ? line.Substring(1, equals - 1) : line.Substring(0, equals));
            string value = line.Substring(equals + 1);
            if (isSealed && key >= 0 && !TryOpen(key, ref value)) continue;
            if (key < 0) _unknown += line + "\n";
            else if (ValueRules.Check(KeyTable.Of(key), ref value).Length == 0) Keep(key, value);
            else _log.Warning("config", $"{KeyTable.NameOf(key)}: stored value is not valid any more, default used");
        }
    }

    private bool TryOpen(int key, ref string value)
    {
        string? opened = SealedText.Open(_element, value);
        if (opened == null) _log.Error("config", $"{KeyTable.NameOf(key)}: sealed by another board, or changed: it has to be set again");
        else value = opened;
        return opened != null;
    }

    // What nobody may read from a flash that was taken out: keys, and addresses, where operators put tokens.
    private static bool IsSecret(int key) => key == Key.CentralSystemUrl || KeyTable.Of(key).Access == KeyAccess.WriteOnly;

    // Images from before vendor keys had their prefix name them without it.
    private static int FindStored(string name)
    {
        int key = KeyTable.Find(name);
        return key >= 0 ? key : KeyTable.Find(KeyTable.VendorPrefix + name);
    }

    private bool Save()
    {
        StringBuilder text = new();
        for (int i = 0; i < _keys.Length; i++)
        {
            string? sealedValue = IsSecret(_keys[i]) ? SealedText.Seal(_element, _values[i]) : null;
            if (sealedValue != null) text.Append(SealedMark);
            text.Append(KeyTable.NameOf(_keys[i])).Append('=').Append(sealedValue ?? _values[i]).Append('\n');
        }

        text.Append(_unknown);
        byte[] image = Encoding.UTF8.GetBytes(text.ToString());
        if (image.Length > LongestImage) return false;
        if (!_file.Save(image, image.Length)) return false;
        IsFactoryNew = false;
        return true;
    }
}
