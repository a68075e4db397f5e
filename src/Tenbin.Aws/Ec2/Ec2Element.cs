using System.Xml;

namespace Tenbin.Aws.Ec2;

/// <summary>An element of an answer: names without their namespace.</summary>
internal sealed class Ec2Element
{
    private const int Deepest = 32;
    private static readonly XmlReaderSettings s_strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    private readonly List<Ec2Element> _children = [];

    private Ec2Element(string name) => Name = name;

    public string Name { get; }

    /// <summary>Empty when it has elements.</summary>
    public string Text { get; private set; } = "";

    public IReadOnlyList<Ec2Element> Children => _children;

    /// <summary>Reads a document.</summary>
    /// <exception cref="XmlException">It is none.</exception>
    public static Ec2Element Parse(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), s_strict);
        reader.MoveToContent();
        return Read(reader, 0);
    }

    /// <summary>The first child of that name; null = none.</summary>
    public Ec2Element? Find(string name) => _children.Find(child => child.Name == name);

    /// <summary>Text of the child of that name; null when there is none, or nothing in it.</summary>
    public string? Value(string name) => Find(name) is { Text.Length: > 0 } found ? found.Text : null;

    /// <summary>The elements <c>item</c> of the child of that name.</summary>
    public IEnumerable<Ec2Element> Items(string name) => Find(name)?._children.Where(child => child.Name == "item") ?? [];

    /// <summary>The first of that name, at any depth.</summary>
    public Ec2Element? Deep(string name) => Name == name ? this : _children.Select(child => child.Deep(name)).FirstOrDefault(found => found is not null);

    private static Ec2Element Read(XmlReader reader, int depth)
    {
        if (depth > Deepest)
        {
            throw new XmlException("elements are nested too deeply");
        }

        var element = new Ec2Element(reader.LocalName);
        if (reader.IsEmptyElement)
        {
            reader.Skip();
            return element;
        }

        reader.ReadStartElement();
        while (reader.NodeType != XmlNodeType.EndElement)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    element._children.Add(Read(reader, depth + 1));
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    element.Text += reader.Value;
                    reader.Read();
                    break;
                case XmlNodeType.None:
                    throw new XmlException("it ends in the middle");
                default:
                    reader.Read();
                    break;
            }
        }

        reader.ReadEndElement();
        return element;
    }
}
