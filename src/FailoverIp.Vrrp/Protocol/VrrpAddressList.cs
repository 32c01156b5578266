namespace FailoverIp.Vrrp;

/// <summary>The addresses of an advert in network order, read in place: four bytes each over IPv4, sixteen over IPv6.</summary>
public readonly ref struct VrrpAddressList
{
    private readonly int _size;

    internal VrrpAddressList(ReadOnlySpan<byte> bytes, int size)
    {
        Bytes = bytes;
        _size = size;
    }

    /// <summary>All of them, one after the other.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>How many there are.</summary>
    public int Count => Bytes.IsEmpty ? 0 : Bytes.Length / _size;

    /// <summary>One address, its 4 or 16 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not between 0 and <see cref="Count"/> less 1.</exception>
    public ReadOnlySpan<byte> this[int index] => Bytes.Slice(index * _size, _size);

    /// <summary>For <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Goes through the addresses.</summary>
    public ref struct Enumerator
    {
        private readonly VrrpAddressList _list;
        private int _index = -1;

        internal Enumerator(VrrpAddressList list) => _list = list;

        /// <summary>The address, its 4 or 16 bytes.</summary>
        public readonly ReadOnlySpan<byte> Current => _list[_index];

        /// <summary>Goes to the next address; false where there is none.</summary>
        public bool MoveNext() => ++_index < _list.Count;
    }
}
