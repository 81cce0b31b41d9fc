using System.Globalization;

namespace Reminisce.Memory.Time;

/// <summary>The values the slots of a template took, in the order of the template.</summary>
internal sealed class TimeBindings
{
    private readonly List<(string Slot, string Value, TimeReading? Point)> _values = [];

    public int Count => _values.Count;

    public void Push(string slot, string value, TimeReading? point = null) => _values.Add((slot, value, point));

    public void PopTo(int count) => _values.RemoveRange(count, _values.Count - count);

    /// <summary>Reads the n-th value of a slot, or nothing when the slot was left out.</summary>
    public string? Text(string slot, int index = 0)
    {
        foreach (var (name, value, _) in _values)
        {
            if (name == slot && index-- == 0)
            {
                return value;
            }
        }

        return null;
    }

    public int? Number(string slot, int index = 0) =>
        Text(slot, index) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    public TimeReading Point(int index = 0) => _values.Where(v => v.Point is not null).ElementAt(index).Point!;
}
