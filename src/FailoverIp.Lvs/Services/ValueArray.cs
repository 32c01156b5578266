using System.Collections.Immutable;

namespace FailoverIp.Lvs;

/// <summary>
/// An immutable array that is equal by its items. As the field behind a property it makes the generated equality of a record one by value;
/// <see cref="ImmutableArray{T}"/> itself compares references.
/// </summary>
internal readonly struct ValueArray<T>(ImmutableArray<T> items) : IEquatable<ValueArray<T>>
{
    public ImmutableArray<T> Items { get; } = items.IsDefault ? [] : items;

    public bool Equals(ValueArray<T> other) => Items == other.Items || Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    public override bool Equals(object? obj) => obj is ValueArray<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items)
            hash.Add(item);
        return hash.ToHashCode();
    }
}
