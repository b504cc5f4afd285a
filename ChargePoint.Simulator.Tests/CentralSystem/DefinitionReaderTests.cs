using ChargePoint.Simulator.CentralSystem.Schemas;

namespace ChargePoint.Simulator.Tests.CentralSystem;

[TestClass]
public sealed class DefinitionReaderTests
{
    [TestMethod]
    public void Reads_fields_types_and_lists()
    {
        var operations = DefinitionReader.Read("""
            # a comment
            operation Ask from both
              text: string[20]
              list?: Inner[1..]
              plain?: string[5][]
            reply
              status: Answer
            type Inner
              limit: decimal
            enum Answer
              Yes | No
              Perhaps
            """);

        var ask = operations["Ask"];
        Assert.AreEqual(Sender.Both, ask.Sender);
        Assert.AreEqual(new Field("text", new StringType(20, null), true), ask.Request.Fields[0]);
        var list = (ListType)ask.Request.Fields[1].Type;
        Assert.IsFalse(ask.Request.Fields[1].Required);
        Assert.AreEqual(1, list.MinItems);
        Assert.IsInstanceOfType<DecimalType>(((ObjectType)list.Item).Fields[0].Type);
        Assert.AreEqual(new ListType(new StringType(5, null), null), ask.Request.Fields[2].Type);
        CollectionAssert.AreEqual(new[] { "Yes", "No", "Perhaps" }, ((EnumType)ask.Reply.Fields[0].Type).Values.ToArray());
    }

    [TestMethod]
    [DataRow("operation A from nobody", "line 1")]
    [DataRow("operation A from both\n  field Missing", "line 2")]
    [DataRow("operation A from both\n  field: Missing", "Missing is not defined")]
    [DataRow("  field: integer", "outside")]
    [DataRow("reply", "not a definition")]
    [DataRow("type A\ntype A", "line 2")]
    [DataRow("operation A from both\nreply\noperation A from both\nreply", "twice")]
    public void Says_where_a_table_is_wrong(string table, string expected) =>
        Assert.Contains(expected, Assert.ThrowsExactly<FormatException>(() => DefinitionReader.Read(table)).Message);
}
